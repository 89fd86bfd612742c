// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import Glibc
import LedgerCore
import LedgerService
import Quantities
import Testing

/// A ledger in a directory of its own, removed when the test is over.
final class ExampleLedger {
  let root: String
  let paths: LedgerPaths
  let keys: KeyStore

  init() async throws {
    var template = Array("/tmp/tanzhang-test-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress) != nil }
    #expect(made)
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    keys = KeyStore(directory: paths.keys)
    let creation = LedgerCreation(
      origin: "ledger.example/test", suite: .sha256Ed25519,
      identifier: try Self.identifier(1), chineseName: "示例主管部门",
      englishName: "Example Authority", province: 33, isExample: true, since: Self.day)
    _ = try await creation.run(at: paths, keys: keys)
  }

  deinit { Self.remove(root) }

  static let day = CalendarDate(daysSinceEpoch: 19_723)

  static func identifier(_ number: Int) throws -> String {
    let digits = String(number)
    let first = "91330400MA" + String(repeating: "0", count: 7 - digits.count) + digits
    return first + String(try SocialCreditCode.checkCharacter(forFirst17: first))
  }

  func open() async throws -> LedgerSession {
    try await LedgerSession.open(paths, keys: keys)
  }

  func authority(_ session: LedgerSession) throws -> StatementSigner {
    StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try keys.key(LedgerCreation.authorityKeyName))
  }

  /// Registers enterprises numbered `numbers`, one statement each.
  func register(_ numbers: ClosedRange<Int>, _ session: LedgerSession) async throws {
    for number in numbers {
      let record = ParticipantRecord(
        identifier: try Self.identifier(number), chineseName: "示例\(number)",
        englishName: "Example \(number)", province: 33, isExample: true, roles: [.enterprise],
        since: Self.day, key: nil)
      _ = try await session.submit([record.encoded], as: try authority(session))
    }
  }

  /// Changes one byte of a file of the ledger.
  func flip(_ file: String, at offset: Int) throws {
    let path = "\(paths.root)/\(file)"
    var bytes = try #require(SmallFile.read(path))
    bytes[offset] ^= 1
    let descriptor = Glibc.open(path, O_WRONLY)
    defer { close(descriptor) }
    #expect(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
  }

  private static func remove(_ path: String) {
    for name in SmallFile.names(in: path) { remove("\(path)/\(name)") }
    if rmdir(path) != 0 { unlink(path) }
  }
}
