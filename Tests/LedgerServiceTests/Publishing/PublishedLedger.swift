// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import Glibc
import LedgerCore
import LedgerService
import Quantities
import TransparencyLog

/// A ledger of any size in a directory of its own, and a place to publish it.
struct PublishedLedger {
  let root: String
  let paths: LedgerPaths
  let keys: KeyStore

  var publicDirectory: String { root + "/public" }

  init(name: String) throws {
    var template = Array("/tmp/tanzhang-\(name)-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template) != nil
    precondition(made, "a temporary directory")
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    paths = LedgerPaths(root: root + "/ledger")
    keys = KeyStore(directory: paths.keys)
  }

  func remove() {
    Self.remove(root)
  }

  private static func remove(_ path: String) {
    for name in SmallFile.names(in: path) { remove("\(path)/\(name)") }
    if unsafe unlink(path) != 0 { unsafe rmdir(path) }
  }

  func create(
    suite: Suite = .sha256Ed25519, hasSecondLine: Bool = false,
    clock: @escaping @Sendable () -> Timestamp = SystemClock.now
  ) async throws {
    let since = CalendarDate(daysSinceEpoch: 19_723)
    var creation = LedgerCreation(
      origin: "ledger.example/published", suite: suite, identifier: "91350100M000100Y43",
      chineseName: "示例主管部门", englishName: "Example Authority", province: 33,
      isExample: true, since: since)
    creation.hasSecondLine = hasSecondLine
    _ = try await creation.run(at: paths, keys: keys, clock: clock)
  }

  /// Adds entries until there are `size`; the last is alone in its group, so that a checkpoint
  /// of exactly this size is signed.
  func grow(to size: UInt64) async throws {
    let session = try await LedgerSession.open(paths, keys: keys)
    let signer = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try keys.key(LedgerCreation.authorityKeyName))
    let present = try await LedgerReading(paths).standpoint.size
    let note = CorrectionRecord(entry: 0, record: 0, reason: "another entry").encoded
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in present..<max(present, size - 1) {
        group.addTask { _ = try await session.submit([note], as: signer) }
      }
      try await group.waitForAll()
    }
    if present < size { _ = try await session.submit([note], as: signer) }
    try await session.close()
  }
}
