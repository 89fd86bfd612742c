// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// A command of the ledger: a use case, with errors as messages and exit codes.
protocol LedgerCommand: AsyncParsableCommand {
  var global: GlobalOptions { get }
  /// Does the work; what fails is a `ServiceError`, what is known to be bad an `ExitCode`.
  func execute(_ console: Console) async throws
}

extension LedgerCommand {
  func run() async throws {
    do {
      // A day that is none is refused, whether the command looks at it or not.
      _ = try global.clock()
      try await execute(global.console)
      try requireOutput()
    } catch let error as ServiceError {
      global.console.complain(message(of: error))
      throw ExitStatus(error).code
    }
  }

  /// Fails when the answer could not be written: a script must not take half of it for all.
  private func requireOutput() throws {
    guard !ProcessSurroundings.flushOutput() else { return }
    global.console.complain(
      BilingualText(
        "输出未能写完:磁盘可能已满。", "The output could not be written; the disk may be full."
      )[global.language])
    throw ExitStatus.failed.code
  }

  private func message(of error: ServiceError) -> String {
    guard case .storage(.notALedger(let path, _)) = error else {
      return error.message(in: global.language)
    }
    return BilingualText(
      "\(path) 不是账本;请用 `tanzhang init` 创建,或用 -f(TANZHANG_LEDGER)指定目录。",
      "There is no ledger at \(path); make one with `tanzhang init`, or name its directory "
        + "with -f or TANZHANG_LEDGER.")[global.language]
  }

  /// Opens the ledger for reading as it is now.
  func reading(at moment: LedgerReading.Moment = .newest) async throws -> LedgerReading {
    try await LedgerReading(global.paths, at: moment)
  }

  /// Opens the ledger for writing with the key of `--as`, and closes it whatever happens.
  func writing<Result>(_ body: (Writing) async throws -> Result) async throws -> Result {
    let keys = try global.keyStore()
    let key = try keys.key(global.signerName)
    let session = try await LedgerSession.open(
      global.paths, keys: keys, clock: try global.clock())
    for line in session.recovery.lines { global.console.note(BilingualText(line, line)) }
    let result: Result
    do {
      let state = await session.ledger.current
      let issuer = try state.holder(of: key.verifyingKey, called: global.signerName)
      let signer = StatementSigner(
        issuer: issuer, audience: session.origin, suite: session.suite, key: key)
      result = try await body(
        Writing(
          session: session, signer: signer, keys: keys, issuer: issuer,
          today: try global.currentDay()))
    } catch {
      await close(session)
      throw error
    }
    await close(session)
    return result
  }

  /// Says, once a command, that the ledger could not commit to its state by itself.
  func noteCommitment(of session: LedgerSession) {
    guard let failure = session.commitmentFailure else { return }
    let keys = global.paths.keys
    let reason = failure.message(in: global.language)
    global.console.note(
      BilingualText(
        "账本未能自行承诺其状态;已登记的条目不受影响。"
          + "\(keys) 中的密钥 commitment 可能属于另一账本或已被吊销,请更换或移走。\(reason)",
        "The ledger could not commit to its state by itself; what was registered is not affected. "
          + "The key commitment in \(keys) may be another ledger's, or revoked: replace it or move "
          + "it away. \(reason)"))
  }

  /// Closes the session; that the state could not be stored is said, and loses nothing.
  private func close(_ session: LedgerSession) async {
    noteCommitment(of: session)
    do throws(ServiceError) {
      try await session.close()
    } catch {
      global.console.complain(
        BilingualText(
          "已登记的条目均已落盘;只是状态未能存储,下次将重放:",
          "What was registered is durable; only the stored state could not be kept, and will be "
            + "replayed: ")[global.language] + error.message(in: global.language))
    }
  }

  /// Signs the records `make` builds, registers them as one statement and prints the receipt.
  func register(
    _ console: Console, _ make: (Writing, LedgerState) async throws -> [[UInt8]]
  ) async throws {
    let receipt = try await writing { writing in
      let records = try await make(writing, writing.session.ledger.current)
      return try await writing.session.submit(records, as: writing.signer)
    }
    console.print(receipt)
  }
}

/// A ledger open for writing, and who signs.
struct Writing {
  let session: LedgerSession
  let signer: StatementSigner
  let keys: KeyStore
  let issuer: UInt32
  let today: CalendarDate

  /// The key called `name`, made if there is none yet.
  func keyOrNew(_ name: String) throws(ServiceError) -> SigningKey {
    let algorithm = session.suite.signature
    if keys.names().contains(name) { return try keys.key(name, of: algorithm) }
    return try keys.create(name, algorithm: algorithm)
  }
}
