// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import LedgerCore
import ProductFootprints
public import Quantities

/// What a calculation on a desk draws on: factors from files, then factors and footprints of a
/// ledger, and certificates as its author assumes them.
///
/// Whether certificates may be used (rule 31) is judged when a footprint is declared.
public struct DeskSources: FootprintSources {
  private let book: FactorBook
  private let rows: (any RowSource)?
  private let energy: [String: ExactDecimal]

  /// Creates sources.
  ///
  /// - Parameters:
  ///   - book: Factors that come before those of the ledger.
  ///   - rows: The ledger's state; `nil` to work without one.
  ///   - certifiedEnergy: The kWh that certificates cover, by process.
  public init(
    _ book: FactorBook = FactorBook(), rows: (any RowSource)? = nil,
    certifiedEnergy: [String: ExactDecimal] = [:]
  ) {
    self.book = book
    self.rows = rows
    energy = certifiedEnergy
  }

  /// The factor with this code.
  public func factor(_ code: String) -> EmissionFactor? {
    if let factor = book.factor(code) { return factor }
    // A row that cannot be read is said to be missing; `verify` says why.
    return (try? rows?.factor(code))?.row.current
  }

  /// The footprint with this UUID.
  public func footprint(_ identifier: String) -> UpstreamFootprint? {
    guard let rows, let found = try? rows.footprint(identifier) else { return nil }
    let section = SectionCode.participants
    let owner = try? rows.row(Participant.self, section, found.row.owner)
    return found.row.asUpstream(ownerName: owner?.chineseName ?? "")
  }

  /// The kWh that certificates cover.
  public func certifiedEnergy(of process: String) -> ExactDecimal { energy[process] ?? .zero }
}

/// Certificates that the electricity of one process draws on, as people write it:
/// `PROCESS=SERIES:FIRST-LAST`.
public struct CertificateChoice: Sendable, Equatable {
  /// The process of the model.
  public let process: String
  /// The certificates.
  public let range: UnitRange

  /// Reads a choice.
  public init(text: String) throws(ServiceError) {
    guard let equals = text.firstIndex(of: "=" as Character), equals > text.startIndex else {
      throw .invalid(
        BilingualText(
          "\"\(text)\":须为 过程=号段:首号-末号。",
          "\"\(text)\": give PROCESS=SERIES:FIRST-LAST."))
    }
    process = String(text[..<equals])
    range = try UnitRange(text: String(text[text.index(after: equals)...]))
  }

  /// The kWh each process of `model` is covered with; throws for a process that is not there, and
  /// for a model that is not accounted for market-based.
  public static func energy(
    of choices: [CertificateChoice], in model: FootprintModel
  ) throws(ServiceError) -> [String: ExactDecimal] {
    guard choices.isEmpty || model.electricity == .marketBased else {
      throw .invalid(
        BilingualText(
          "绿证只用于基于市场的核算;请加 --electricity \(ElectricityMethod.marketBased.name)。",
          "Certificates count market-based only; give --electricity "
            + "\(ElectricityMethod.marketBased.name)."))
    }
    for choice in choices {
      guard model.processes.contains(where: { $0.id == choice.process }) else {
        let names = model.processes.map(\.id).joined(separator: ", ")
        throw .invalid(
          BilingualText(
            "模型没有过程 \"\(choice.process)\";有:\(names)。",
            "The model has no process \"\(choice.process)\"; it has: \(names)."))
      }
    }
    return ProductFootprints.energy(of: choices.map { ($0.process, $0.range.count) })
  }
}
