// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import FileStorage
import Glibc
import LedgerCore
import Quantities

/// Private keys in a directory: one PKCS#8 PEM file a key, readable by their owner alone, or a file
/// that says in which token the key is.
public struct KeyStore: Sendable {
  /// The name of the key that signs checkpoints.
  public static let checkpointName = "checkpoint"
  /// How the names of keys begin that sign the second line of checkpoints, with SM2.
  public static let secondName = "checkpoint-sm2"
  /// The name of the key that signs commitments to the state, and nothing else.
  public static let commitmentName = "commitment"

  /// The directory.
  public let directory: String
  private let passphrase: String?
  /// The file whose first line is the PIN of tokens.
  let pinFile: String?

  /// Creates a store in `directory`; keys are encrypted when there is a passphrase.
  public init(directory: String, passphrase: String? = nil, pinFile: String? = nil) {
    self.directory = directory
    self.passphrase = passphrase
    self.pinFile = pinFile
  }

  /// Makes a key and stores it under `name`; a name is used once.
  public func create(
    _ name: String, algorithm: SignatureAlgorithm
  ) throws(ServiceError) -> SigningKey {
    let path = try path(of: name)
    try requireNoTokenFile(name)
    do throws(any Error) {
      let key = try SigningKey.generate(algorithm)
      try SmallFile.makeDirectory(directory)
      try SmallFile.create(path, Array(try key.pem(passphrase: passphrase).utf8))
      return key
    } catch {
      throw .invalid(
        BilingualText("无法创建密钥 \(path):\(error)", "The key \(path) cannot be made: \(error)"))
    }
  }

  /// The key stored under `name`.
  public func key(_ name: String) throws(ServiceError) -> SigningKey {
    let path = try path(of: name)
    if let key = try tokenKey(name, besides: path) { return key }
    guard let bytes = SmallFile.read(path) else {
      throw .notFound(
        BilingualText(
          "没有密钥 \(path);请用 `tanzhang key new \(name)` 创建,或用 --keys 指定目录。",
          "There is no key \(path); make it with `tanzhang key new \(name)`, or name the "
            + "directory with --keys."))
    }
    do {
      return try SigningKey(pem: String(decoding: bytes, as: UTF8.self), passphrase: passphrase)
    } catch {
      throw .invalid(
        BilingualText("密钥 \(path) 无法读取:\(error)", "The key \(path) cannot be read: \(error)"))
    }
  }

  /// The key of SM2 stored under `name`, made if there is none, for the second line of checkpoints.
  ///
  /// A writer finds such keys by how their names begin.
  public func secondKey(_ name: String) throws(ServiceError) -> SigningKey {
    guard name.hasPrefix(Self.secondName) else {
      throw .invalid(
        BilingualText(
          "第二密钥的名称须以 \(Self.secondName) 开头。",
          "The name of a second key begins with \(Self.secondName)."))
    }
    guard names().contains(name) else { return try create(name, algorithm: .sm2) }
    let key = try key(name)
    guard key.algorithm == .sm2 else {
      throw .invalid(
        BilingualText(
          "密钥 \(name) 不是 SM2 密钥。", "The key \(name) is no SM2 key; choose another name."))
    }
    return key
  }

  /// The names of the keys, sorted.
  public func names() -> [String] {
    let found = SmallFile.names(in: directory).compactMap { name in
      [".pem", Self.tokenSuffix].first { name.hasSuffix($0) }
        .map { String(name.dropLast($0.utf8.count)) }
    }
    return Set(found).sorted()
  }

  func path(of name: String) throws(ServiceError) -> String {
    let allowed = name.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard allowed, !name.isEmpty, name.utf8.count <= 100 else {
      throw .invalid(
        BilingualText(
          "密钥名 \"\(name)\" 只能由字母、数字、- 和 _ 组成。",
          "The key name \"\(name)\" may hold letters, digits, - and _ only."))
    }
    return "\(directory)/\(name).pem"
  }
}
