// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import Foundation
import LedgerCore
import LedgerService
import LedgerVerification
import MethodologyEngine
import AuthoredDocuments
import Quantities
import Synchronization

/// What targets start from; named by environment variables that script/fuzz sets.
enum Samples {
  /// A sound ledger with something of everything.
  static let ledger = ProcessInfo.processInfo.environment["TANZHANG_FUZZ_LEDGER"] ?? ""

  static let methodology: Methodology? = {
    let path = ProcessInfo.processInfo.environment["TANZHANG_FUZZ_METHODOLOGY"] ?? ""
    return SmallFile.read(path).flatMap { try? MethodologyDocument.read($0) }
  }()

  /// The shipped factors and those of the example models.
  static let factors: FactorBook = {
    let root = ProcessInfo.processInfo.environment["TANZHANG_FUZZ_ROOT"] ?? "."
    let files =
      ((try? FactorFiles.inFolder("\(root)/Ledger/factors")) ?? [])
      + ["\(root)/Ledger/footprints/factors.csv"]
    return (try? FactorFiles.read(files)) ?? FactorBook()
  }()

  /// The state of the sample ledger.
  static let state: LedgerState = {
    final class Box: Sendable { let value = Mutex<LedgerState?>(nil) }
    let box = Box()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let report = try await LedgerAudit.verify(ledger)
      box.value.withLock { $0 = report.replayedState }
      done.signal()
    }
    done.wait()
    guard let state = box.value.withLock({ $0 }) else { fatalError("TANZHANG_FUZZ_LEDGER?") }
    return state
  }()
}

/// Records as a participant with every role would sign them, applied to a real state.
enum RecordsTarget {
  private static let key: SigningKey = {
    guard let key = try? SigningKey.generate(.ed25519) else { fatalError("no key") }
    return key
  }()

  /// The first byte says who signs; the rest is the payload, an array of records.
  static func run(_ bytes: [UInt8]) {
    guard let issuer = bytes.first, bytes.count < 60_000 else { return }
    var state = Samples.state
    let header = state.header
    let signer = StatementSigner(
      issuer: UInt32(issuer), audience: header.origin, suite: .sha256Ed25519, key: key)
    guard
      let signed = try? signer.sign(
        [Array(bytes.dropFirst())], identifier: [UInt8](repeating: 9, count: 16),
        issuedAt: header.registered),
      let statement = try? Statement(decoding: signed)
    else { return }
    let before = state.size
    do {
      _ = try state.apply(statement, registered: header.registered)
    } catch {
      precondition(state.size == before, "a refused statement changes nothing")
    }
  }
}
