// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Why a use case could not be carried out; a face maps each case to its exit code or status.
public enum ServiceError: Error, Sendable {
  /// The storage failed, is locked, or holds no ledger.
  case storage(StorageError)
  /// A rule refused the statement.
  case rejected(Rejection)
  /// What was asked for is not there.
  case notFound(BilingualText)
  /// The input is not usable: what, where, what to do.
  case invalid(BilingualText)
  /// The ledger does not verify; the findings are in the report.
  case unsound(BilingualText)

  /// The message in `language`.
  public func message(in language: Language) -> String {
    switch self {
    case .storage(let error): error.description
    case .rejected(let rejection): rejection.message(in: language)
    case .notFound(let text), .invalid(let text), .unsound(let text): text[language]
    }
  }
}

extension Rejection {
  /// The rejection as a paragraph: rule, found, required, remedy, source.
  public func message(in language: Language) -> String {
    let place = record.map { language == .chinese ? "第 \($0) 条记录:" : "record \($0): " } ?? ""
    switch language {
    case .chinese:
      return "\(rule.code) \(place)\(rule.statement.chinese)\n  实际:\(found.chinese)\n"
        + "  要求:\(required.chinese)\n  处理:\(rule.remedy.chinese)\n  依据:\(rule.source)"
    case .english:
      return "\(rule.code) \(place)\(rule.statement.english)\n  found:    \(found.english)\n"
        + "  required: \(required.english)\n  remedy:   \(rule.remedy.english)\n"
        + "  source:   \(rule.source)"
    }
  }
}

extension ServiceError {
  /// Wraps the errors of the layers below.
  init(_ error: SubmissionError) {
    switch error {
    case .rejected(let rejection): self = .rejected(rejection)
    case .storage(let error): self = .storage(error)
    }
  }
}
