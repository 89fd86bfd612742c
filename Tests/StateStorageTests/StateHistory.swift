// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import LedgerCore
import Testing

@testable import StateStorage

/// A stored state with everything it ever was, to judge what a damaged file answers.
struct StateHistory {
  typealias Rows = [[UInt8]: [UInt8]]

  /// The rows by the size of the head they were stored with.
  private(set) var rows: [UInt64: Rows] = [:]
  private(set) var lookups: [UInt64: [String: [UInt8]]] = [:]
  /// The bytes of the file after each store.
  private(set) var files: [[UInt8]] = []
  private(set) var size: UInt64 = 0
  let path: String

  var file: String { StateStorage.file(in: path) }
  var bytes: [UInt8] { files.last ?? [] }

  init(at path: String) { self.path = path }

  static func head(_ size: UInt64) -> StoredHead {
    StoredHead(
      size: size, root: HashFunction.sha256.digest(of: [UInt8(truncatingIfNeeded: size)]),
      newestLeaf: .zero, stamp: Array("entries/0 \(size)".utf8))
  }

  /// Stores `count` random changes on top of what is there, some in steps of `large` bytes.
  mutating func store(
    _ count: Int, in storage: StateStorage, large: Int = 3_000, _ random: inout SplitMix64
  ) throws {
    var rows = rows[size] ?? [:]
    var lookups = lookups[size] ?? [:]
    let isComplete = size == 0
    var images: [StateImage] = []
    for _ in 0..<count {
      let number = UInt32.random(in: 0..<300, using: &random)
      let isLarge = number.isMultiple(of: 50)
      let length = Int.random(in: 0...3, using: &random) * (isLarge ? large : 30)
      let image = StateImage(
        section: UInt8.random(in: 2...3, using: &random), key: StateImage.key(number),
        value: random.bytes(isComplete ? length + 1 : length), lookupKeys: ["name \(number)"])
      images.append(image)
      rows[[image.section] + image.key] = image.value.isEmpty ? nil : image.value
      if !image.value.isEmpty { lookups["\(image.section) name \(number)"] = image.key }
    }
    size += 1
    try storage.store(Self.head(size), isComplete: isComplete) { visit in images.forEach(visit) }
    (self.rows[size], self.lookups[size]) = (rows, lookups)
    files.append(try Self.read(file))
  }

  static func read(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file)))
  }

  /// Puts bytes in the place of the file.
  func write(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  /// What a reader answers: right for the head it names, or an error that says damage.
  ///
  /// - Returns: Whether damage was noticed.
  func judge(_ what: @autoclosure () -> String) throws -> Bool {
    let what = what()
    var isNoticed = false
    func asking<Answer>(_ ask: () throws -> Answer, _ judge: (Answer) -> Bool) throws {
      do {
        let answer = try ask()
        #expect(judge(answer), "\(what): a wrong answer, \(answer)")
      } catch let error as StateStorageError {
        #expect(error.isDamage, "\(what): \(error)")
        isNoticed = true
      }
    }
    let reader: StateStorage
    do {
      reader = try StateStorage(at: path, isReadOnly: true)
    } catch {
      #expect(error.isDamage, "\(what): \(error)")
      return true
    }
    var size = self.size
    try asking({ try reader.head() }) { head in
      guard let head, rows[head.size] != nil else { return false }
      size = head.size
      return head == Self.head(size)
    }
    let expected = rows[size] ?? [:]
    for section in 2...3 as ClosedRange<UInt8> {
      for number in stride(from: 0, to: 320, by: 37) as StrideTo<UInt32> {
        let key = StateImage.key(number)
        try asking({ try reader.row(section, key) }) { $0 == expected[[section] + key] }
        try asking({ try reader.key(section, lookup: "name \(number)") }) {
          $0 == lookups[size]?["\(section) name \(number)"]
        }
      }
    }
    var found: Rows = [:]
    try asking({
      try reader.forEachRow { image in
        found[[image.section] + image.key] = image.value
        return true
      }
    }) { found == expected }
    #expect(found.allSatisfy { expected[$0.key] == $0.value }, "\(what): a wrong row")
    return isNoticed
  }
}
