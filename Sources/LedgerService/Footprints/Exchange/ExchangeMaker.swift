// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities

/// Fills what partners are told from what the ledger knows of a footprint.
public enum ExchangeMaker {
  /// The footprint for partners.
  ///
  /// - Parameter carbon: The carbon in the product, which a model does not hold; an imported
  ///   footprint brings its own.
  public static func exchanged(
    _ stored: StoredFootprint, in reading: LedgerReading,
    carbon: ExchangedFootprint.CarbonContent? = nil
  ) throws(ServiceError) -> ExchangedFootprint {
    let isActive = stored.row.isReliable && stored.row.successor == nil
    if let document = stored.document {
      return ExchangedFootprint(document, isActive: isActive)
    }
    guard let calculation = try stored.calculation(in: reading) else {
      preconditionFailure("a footprint is computed or imported")
    }
    let result: FootprintResult
    do throws(FootprintProblems) {
      result = try calculation.result()
    } catch {
      throw ServiceError(error, in: "")
    }
    guard let carbon else {
      throw .invalid(
        BilingualText(
          "模型不含产品含碳量,而 PACT 要求填写;请用 --fossil-carbon 给出每单位的化石碳(千克碳)。",
          "A model does not hold the carbon in the product, which PACT asks for: give the "
            + "kilograms of fossil carbon per unit with --fossil-carbon."))
    }
    return try filled(stored, calculation.model, result, reading, carbon, isActive)
  }

  private static func filled(
    _ stored: StoredFootprint, _ model: FootprintModel, _ result: FootprintResult,
    _ reading: LedgerReading, _ carbon: ExchangedFootprint.CarbonContent, _ isActive: Bool
  ) throws(ServiceError) -> ExchangedFootprint {
    var names = NameBook(reading.rows)
    let owner = try names.participant(stored.row.owner)
    var exchanged = ExchangedFootprint(
      statement: stored.row.statement, cells: result.cells, result: result,
      companyName: owner?.chineseName ?? "", companyIds: ["urn:uscc:\(stored.ownerIdentifier)"],
      created: stored.registered, isActive: isActive, carbon: carbon)
    if let verification = stored.row.verification {
      exchanged.verification = ExchangedFootprint.Verification(
        provider: try names.title(of: verification.verifier).chinese,
        standard: verification.record.standard, date: verification.record.date,
        comment: verification.record.comment)
    }
    var sources: [ExchangedFootprint.SecondarySource] = []
    for code in result.factors {
      let factor = try reading.rows.factor(code).row.factor
      let source = ExchangedFootprint.SecondarySource(
        name: factor.source, version: factor.dataYear.map { "\($0)" } ?? "\(factor.published)")
      if !sources.contains(source) { sources.append(source) }
    }
    exchanged.secondarySources = sources
    exchanged.exemptedReason = model.cutOffs.map { "\($0.name): \($0.reason)" }
      .joined(separator: "; ")
    exchanged.allocation = model.processes.compactMap { process in
      process.allocation.map { "\(process.name.english): \($0.basis.name)" }
    }.joined(separator: "; ")
    exchanged.energyUses = energyUses(model, reading)
    return exchanged
  }

  /// What factors stand for: electricity by the source of the line, combustion by `carbon`.
  private static func energyUses(
    _ model: FootprintModel, _ reading: LedgerReading
  ) -> [String: ExchangedFootprint.EnergyUse] {
    var uses: [String: ExchangedFootprint.EnergyUse] = [:]
    for line in model.processes.flatMap(\.lines) {
      switch line.source {
      case .electricity(let choice):
        for code in [choice.average, choice.certified, choice.residual] where !code.isEmpty {
          uses[code] = .electricity
        }
      case .factors(let codes, let carbon) where carbon:
        uses[codes.joined(separator: " × ")] = .combustion
      case .factors, .process, .footprint, .credit: break
      }
    }
    return uses
  }
}
