// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Quantities

/// The members of an object in a proof file, each of which must be read.
struct ProofFields {
  private let place: String
  private var members: [String: JSONValue] = [:]

  init(_ json: JSONValue, _ place: String) throws {
    guard let members = json.members else { throw Self.malformed(place, "is not an object") }
    self.place = place
    for member in members { self.members[member.name] = member.value }
  }

  static func malformed(_ name: String, _ requirement: String) -> ServiceError {
    .invalid(BilingualText("\"\(name)\" \(requirement)", "\"\(name)\" \(requirement)"))
  }

  func has(_ name: String) -> Bool { members[name] != nil }

  mutating func value(_ name: String) throws -> JSONValue {
    guard let value = members.removeValue(forKey: name) else {
      throw Self.malformed(name, "is missing")
    }
    return value
  }

  mutating func text(_ name: String) throws -> String {
    guard let text = try value(name).text else { throw Self.malformed(name, "is not a string") }
    return text
  }

  mutating func number(_ name: String, limit: Int64 = .max) throws -> UInt64 {
    guard let number = try value(name).integer, (0...limit).contains(number) else {
      throw Self.malformed(name, "is not an integer from 0 to \(limit)")
    }
    return UInt64(number)
  }

  mutating func list(_ name: String, limit: Int) throws -> [JSONValue] {
    guard let elements = try value(name).elements, elements.count <= limit else {
      throw Self.malformed(name, "is not an array of at most \(limit)")
    }
    return elements
  }

  /// Bytes in base64.
  mutating func bytes(_ name: String, limit: Int) throws -> [UInt8] {
    guard let bytes = Base64.decode(try text(name)), bytes.count <= limit else {
      throw Self.malformed(name, "are not base64 of at most \(limit) bytes")
    }
    return bytes
  }

  /// The hashes of a path, each in base64.
  mutating func path(_ name: String) throws -> [Digest] {
    try list(name, limit: ProofBundle.pathLimit).map { json throws -> Digest in
      guard let digest = json.text.flatMap(Digest.init(base64:)) else {
        throw Self.malformed(name, "holds something else than hashes in base64")
      }
      return digest
    }
  }

  func finish() throws {
    guard let name = members.keys.min() else { return }
    throw Self.malformed(name, "is not known in \"\(place)\"")
  }
}
