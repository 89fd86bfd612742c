// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ModelResolver {
  /// What certificates retired for a process cover, and how much of it is left.
  struct Certificates {
    /// At first, in kWh.
    var whole = ExactDecimal.zero
    /// Left for the lines to come, in kWh.
    var rest = DecimalInterval.zero
  }

  /// The certificates of a process; none unless electricity is accounted for by the market.
  mutating func certificates(of process: ModelProcess) -> Certificates {
    guard model.electricity == .marketBased else { return Certificates() }
    let energy = sources.certifiedEnergy(of: process.id)
    guard !energy.isNegative else {
      report(
        .marketBased, Place(process: process.id).path(""),
        BilingualText("绿证电量\(energy) kWh", "Certificates of \(energy) kWh"),
        BilingualText("零或更大。", "Zero or more."))
      return Certificates()
    }
    return Certificates(whole: energy, rest: DecimalInterval(energy))
  }

  /// Rule 16: certificates beyond what the process uses clean nothing.
  mutating func checkRest(of certificates: Certificates, _ process: ModelProcess) {
    guard certificates.rest.isPositive else { return }
    let rest = certificates.rest.decimalText
    report(
      .marketBased, Place(process: process.id).path(""),
      BilingualText(
        "绿证共\(certificates.whole) kWh,比用电量多\(rest) kWh。",
        "Certificates of \(certificates.whole) kWh, \(rest) kWh more than the electricity used."),
      BilingualText("不超过该过程电力行的电量。", "At most the process's lines of electricity."))
  }

  /// A line of electricity (rule 16): by the average of the grid; or by the market, certificates
  /// first and the residual mix for the rest.
  mutating func resolveElectricity(
    _ choice: LineSource.Electricity, _ amount: Amount?, _ subject: Subject,
    certificates: inout Certificates
  ) {
    guard let amount else { return }
    guard let unit = try? units.number(of: "kWh"), let energy = quantity(amount, in: unit) else {
      reportUnits(subject.place.path("measures"), amount, "“kWh”")
      return
    }
    guard model.electricity == .marketBased else {
      append(energy, of: energy, at: choice.average, .gridAverage, "average", amount, subject)
      return
    }
    let covered = cover(energy, by: &certificates)
    if !covered.isZero {
      append(covered, of: energy, at: choice.certified, .powerSource, "certified", amount, subject)
    }
    let rest = covered == energy ? DecimalInterval.zero : energy - covered
    if !rest.isZero || covered.isZero {
      append(rest, of: energy, at: choice.residual, .gridResidual, "residual", amount, subject)
    }
  }

  /// How much of the energy the certificates cover; takes it from them.
  private func cover(
    _ energy: DecimalInterval, by certificates: inout Certificates
  ) -> DecimalInterval {
    let rest = certificates.rest
    if rest.isZero { return .zero }
    switch energy.compared(to: rest) {
    case 1:
      certificates.rest = .zero
      return rest
    case -1:
      certificates.rest = rest - energy
      return energy
    default:
      // Equal, or nearer than thirty digits tell.
      certificates.rest = .zero
      return energy
    }
  }

  private mutating func append(
    _ part: DecimalInterval, of energy: DecimalInterval, at code: String, _ role: FactorRole,
    _ field: String, _ amount: Amount, _ subject: Subject
  ) {
    let path = subject.source + "." + field
    guard !code.isEmpty else {
      report(
        .marketBased, path,
        BilingualText(
          "方法\(model.electricity.name)没有所需的因子。",
          "The method \(model.electricity.name) lacks a factor."),
        BilingualText("角色为\(role.name)的因子。", "A factor of the role \(role.name)."))
      return
    }
    guard let index = factor(code, path, for: subject) else { return }
    let factor = system.factors[index]
    guard factor.role == role else {
      report(
        .marketBased, path,
        BilingualText(
          "因子\(code)的角色是\(factor.role.name)。",
          "The factor \(code) has the role \(factor.role.name)."),
        BilingualText("角色\(role.name)。", "The role \(role.name)."))
      return
    }
    guard let unit = try? units.number(of: "kWh") else { return }
    let kilowattHours = Amount(first: part, product: part, unit: unit)
    guard let emitted = kilograms(kilowattHours, [index], carbon: false, subject) else { return }
    let share = part == energy ? .one : part.divided(by: energy) ?? .zero
    append(
      emitted, activity: amount.first * share,
      .electricity(index, kilowattHours: part, isCertified: role == .powerSource), subject)
  }
}
