// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import Foundation
import LedgerCore
import LedgerService
import Quantities
import Testing

/// A ledger in a directory of its own, removed when the test is over.
final class ExampleLedger: Sendable {
  let root: String
  let paths: LedgerPaths
  let keys: KeyStore

  init(clock: @escaping @Sendable () -> Timestamp = SystemClock.now) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    root = folder.path
    paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    keys = KeyStore(directory: paths.keys)
    let creation = LedgerCreation(
      origin: "ledger.example/test", suite: .sha256Ed25519,
      identifier: try Self.identifier(1), chineseName: "示例主管部门",
      englishName: "Example Authority", province: 33, isExample: true, since: Self.day)
    _ = try await creation.run(at: paths, keys: keys, clock: clock)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

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
    // In place, as somebody with an editor would: the file keeps its inode.
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }
}
