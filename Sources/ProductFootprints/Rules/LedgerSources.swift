// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import LedgerCore
public import Quantities

/// What the ledger answers to a calculation: factors in force, footprints, certificates.
public struct LedgerSources: FootprintSources {
  private let mechanism: ProductFootprints
  private let core: CoreState
  private let energy: [String: ExactDecimal]

  /// Creates sources.
  ///
  /// - Parameter certifiedEnergy: For each process the kWh that certificates cover; rule 31 is
  ///   for whoever gives them.
  public init(
    _ mechanism: ProductFootprints, _ core: CoreState,
    certifiedEnergy: [String: ExactDecimal] = [:]
  ) {
    self.mechanism = mechanism
    self.core = core
    energy = certifiedEnergy
  }

  /// The factor with this code, ending as the ledger knows it to end.
  public func factor(_ code: String) -> EmissionFactor? {
    mechanism.factors.number(forKey: code).map { mechanism.factors[$0].current }
  }

  /// The footprint with this UUID.
  public func footprint(_ identifier: String) -> UpstreamFootprint? {
    guard let number = mechanism.footprints.number(forKey: identifier) else { return nil }
    let footprint = mechanism.footprints[number]
    return footprint.asUpstream(ownerName: core.participants[footprint.owner].chineseName)
  }

  /// The kWh that certificates cover.
  public func certifiedEnergy(of process: String) -> ExactDecimal { energy[process] ?? .zero }
}

extension Footprint {
  /// The footprint as an input of another one.
  ///
  /// - Parameter ownerName: The name of its owner, for those the ledger computed.
  public func asUpstream(ownerName: String) -> UpstreamFootprint {
    var supplier = ownerName
    if case .imported(let receipt) = origin { supplier = receipt.companyName }
    return UpstreamFootprint(
      identifier: statement.identifier, name: statement.productName, supplier: supplier,
      unit: statement.unit, massPerUnit: statement.massPerUnit, values: values,
      assessments: statement.assessments, validPeriod: statement.validPeriod,
      isWithdrawn: !isReliable, primaryDataShare: primaryDataShare)
  }
}
