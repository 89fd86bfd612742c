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

/// A ledger directory with a few bytes changed, opened by a writer.
enum RecoveryTarget {
  private static let root: String = {
    let path = "/dev/shm/tanzhang-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }()
  private static let files = ["checkpoints/000000000000", "entries/000000000000", "index",
    "tree/0", "format"]

  /// Bytes in fives: which file, where (3 bytes), what.
  static func run(_ bytes: [UInt8]) {
    let path = root + "/ledger"
    try? FileManager.default.removeItem(atPath: path)
    do {
      try FileManager.default.copyItem(atPath: Samples.ledger, toPath: path)
    } catch {
      fatalError("TANZHANG_FUZZ_LEDGER? \(error)")
    }
    var place = 0
    while place + 5 <= bytes.count, place < 100 {
      let file = "\(path)/\(files[Int(bytes[place]) % files.count])"
      let offset = Int(bytes[place + 1]) << 16 | Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      if var content = SmallFile.read(file) {
        if bytes[place] & 0x80 != 0 {
          content.removeLast(min(content.count, offset))
        } else if !content.isEmpty {
          content[offset % content.count] = bytes[place + 4]
        }
        try? SmallFile.replace(file, content)
      }
      place += 5
    }
    guard
      let (storage, recovery) = try? FileStorage.open(
        at: path, isAuthentic: { note, _ in note.count > 100 })
    else { return }
    if let opened = try? LedgerFiles(at: path), recovery.size > 0 {
      _ = try? opened.entry(at: recovery.size - 1)
      _ = try? opened.newestCheckpoint()
    }
    storage.close()
  }
}
