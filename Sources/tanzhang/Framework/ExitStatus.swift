// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService

/// The exit codes: scripts may rely on them.
///
/// | code | meaning |
/// |---|---|
/// | 0 | done, or sound |
/// | 1 | an operation failed: disk, permission |
/// | 3 | what was asked for is not there: a ledger, a participant, a key, a file |
/// | 4 | the ledger or a proof does not verify |
/// | 5 | a rule refused the statement, or the input is not usable |
/// | 6 | conflict: registered before, retired already, more than there is |
/// | 7 | another process writes the ledger |
/// | 64 | usage: an option or argument is wrong |
enum ExitStatus: Int32 {
  case done = 0
  case failed = 1
  case notFound = 3
  case unsound = 4
  case refused = 5
  case conflict = 6
  case locked = 7

  var code: ExitCode { ExitCode(rawValue) }

  /// The rules whose refusal says that something else came first.
  private static let conflictRules: Set<String> = [
    "LED-4", "LED-108", "BAL-83", "BAL-84", "CLM-77", "GEC-34", "GEC-37", "GEC-41", "GEC-42",
    "EXT-4", "EXT-34", "EXT-83", "INC-62", "INC-70", "INC-75",
  ]

  init(_ error: ServiceError) {
    switch error {
    case .storage(.locked): self = .locked
    case .storage(.notALedger): self = .notFound
    case .storage(.damaged), .unsound: self = .unsound
    case .storage: self = .failed
    case .notFound: self = .notFound
    case .invalid: self = .refused
    case .rejected(let rejection): self = .init(rejection)
    }
  }

  init(_ rejection: Rejection) {
    // These also ask for the name of an event; only units used before make them a conflict.
    let isUsedBefore =
      ["RET-85", "INC-85"].contains(rejection.rule.code)
      && rejection.required.english.hasSuffix(Standing.available.name.english)
    let isDrawnOn =
      rejection.rule.code == "PCF-31"
      && rejection.required.english == "certificates not used yet"
    let isConflict = isUsedBefore || isDrawnOn || Self.conflictRules.contains(rejection.rule.code)
    self = isConflict ? .conflict : .refused
  }
}
