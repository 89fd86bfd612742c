// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang submit`.
struct SubmitCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Register a statement signed elsewhere.",
    discussion: "Example: tanzhang submit transfer.cose")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The statement, a COSE_Sign1.") var file: String

  func execute(_ console: Console) async throws {
    let statement = try LocalFile.read(file)
    let session = try await LedgerSession.open(
      global.paths, keys: try global.keyStore(), clock: try global.clock())
    do {
      let receipt = try await session.register(statement)
      noteCommitment(of: session)
      try await session.close()
      console.print(receipt)
    } catch {
      try await session.close()
      throw error
    }
  }
}

/// The command `tanzhang record`.
struct RecordCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Register records of any type, written in JSON.",
    discussion: """
      Example:
        tanzhang record transfer.json
        tanzhang record transfer.json --sign-only -o transfer.cose --as textile

      The file holds one object or an array of them: {"type": "certificate.expire",
      "asOf": "2026-01-01"}. All of them become one statement.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A JSON file: an object or an array of objects.") var file: String
  @Flag(help: "Sign and write the statement, but do not register it.") var signOnly = false
  @Option(name: .shortAndLong, help: "Where --sign-only writes the statement.")
  var output: String?

  func validate() throws {
    if signOnly != (output != nil) {
      throw ValidationError("--sign-only needs -o FILE, and -o needs --sign-only.")
    }
  }

  func execute(_ console: Console) async throws {
    let json: JSONValue
    do {
      json = try JSONValue(parsing: try LocalFile.read(file))
    } catch let error as JSONError {
      throw ServiceError.invalid(BilingualText("\(file):\(error)", "\(file): \(error)"))
    }
    guard let output else {
      return try await register(console) { _, state in try records(json, state) }
    }
    let bytes = try await writing { writing in
      let records = try records(json, await writing.session.ledger.current)
      return try writing.signed(records)
    }
    try LocalFile.write(bytes, to: output)
  }

  private func records(_ json: JSONValue, _ state: LedgerState) throws(ServiceError) -> [[UInt8]] {
    do {
      return try RecordCodec(shapes: state.recordShapes.values).encodeRecords(json) {
        state.resolve($0, $1)
      }
    } catch {
      throw .rejected(error)
    }
  }
}

extension Writing {
  /// The records as a signed statement.
  fileprivate func signed(_ records: [[UInt8]]) throws(ServiceError) -> [UInt8] {
    do {
      return try signer.sign(
        records, identifier: try RandomBytes.generate(Statement.identifierLength),
        issuedAt: SystemClock.now())
    } catch {
      throw .invalid(BilingualText("无法签署:\(error)", "Signing failed: \(error)"))
    }
  }
}
