// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ModelResolver {
  /// One line, or the credit of one co-product, while it is resolved.
  struct Subject {
    let place: Place
    /// The index of the line, or -1 - i for co-product i.
    let number: Int
    let category: EmissionCategory
    let isCredit: Bool

    /// The part of the model that names the source.
    var source: String { place.path("source") }
  }

  /// Turns a line into a flow or into emissions.
  mutating func resolve(
    _ line: ModelLine, number: Int, _ place: Place, certificates: inout Certificates
  ) {
    let subject = Subject(
      place: place, number: number, category: line.category, isCredit: false)
    let amount = amount(of: line.measures, place.path("measures"))
    switch line.source {
    case .process(let reference): resolveFlow(reference, amount, subject)
    case .factors(let codes, let carbon): resolveFactors(codes, carbon, amount, subject)
    case .footprint(let identifier): resolveFootprint(identifier, amount, subject)
    case .electricity(let choice):
      resolveElectricity(choice, amount, subject, certificates: &certificates)
    case .credit(let text): refuseCredit(text, subject)
    }
  }

  /// Turns what a co-product takes the place of into a credit.
  mutating func credit(
    _ source: LineSource, of coProduct: CoProduct, number: Int, _ place: Place
  ) {
    let subject = Subject(
      place: place, number: -1 - number, category: .fossil, isCredit: true)
    let amount = amount(of: [coProduct.output], place.path("output"))
    switch source {
    case .process(let reference): resolveFlow(reference, amount, subject)
    case .factors(let codes, let carbon): resolveFactors(codes, carbon, amount, subject)
    case .footprint(let identifier): resolveFootprint(identifier, amount, subject)
    case .electricity(let choice):
      var none = Certificates()
      resolveElectricity(choice, amount, subject, certificates: &none)
    case .credit(let text): refuseCredit(text, subject)
    }
  }

  /// Rule 24.
  private mutating func refuseCredit(_ text: String, _ subject: Subject) {
    report(
      .offsets, subject.source,
      BilingualText("抵销或信用“\(text)”。", "The offset or credit “\(text)”."),
      BilingualText(
        "产品碳足迹之内不得有抵销(GB/T 24067-2024范围)。",
        "No offsets inside a footprint (scope of GB/T 24067-2024)."))
  }

  private mutating func resolveFlow(_ reference: String, _ amount: Amount?, _ subject: Subject) {
    guard let target = activities[reference] else {
      let isCredited = credited.contains(reference)
      report(
        nil, subject.source,
        isCredited
          ? BilingualText(
            "联产品“\(reference)”已按替代抵减,没有剩余负担。",
            "The co-product “\(reference)” is credited by substitution; it has no burdens left.")
          : BilingualText("没有过程“\(reference)”。", "There is no process “\(reference)”."),
        BilingualText(
          "模型中一个过程或分配的联产品(过程#联产品)。",
          "A process of the model, or an allocated co-product, PROCESS#CO-PRODUCT."))
      return
    }
    let unit = system.activities[target].unit
    guard let amount, unit >= 0 else { return }
    guard let quantity = quantity(amount, in: unit) else {
      let made = units.units[unit].text
      reportUnits(subject.place.path("measures"), amount, "“\(made)” (\(reference))")
      return
    }
    system.flows.append(
      ProductSystem.Flow(
        target: target, line: subject.number,
        amount: subject.isCredit ? quantity.negated : quantity))
  }

  /// Rule 19: what was measured is not what is needed.
  mutating func reportUnits(_ path: String, _ amount: Amount, _ needed: String) {
    let text = text(of: amount.units)
    report(
      .units, path, BilingualText("以“\(text)”计。", "It is in “\(text)”."),
      BilingualText("量纲与\(needed)相同。", "What \(needed) measures."))
  }

  /// Rule 28, with the rules a footprint is subject to wherever it is used.
  private mutating func resolveFootprint(
    _ identifier: String, _ amount: Amount?, _ subject: Subject
  ) {
    let index = footprint(identifier)
    report(footprintProblems[identifier] ?? [], subject.source)
    guard let index, let amount else { return }
    let footprint = system.footprints[index]
    guard let unit = try? units.number(of: footprint.unit.unit) else { return }
    let inUnit = quantity(amount, in: unit)?.divided(by: DecimalInterval(footprint.unit.amount))
    guard let count = inUnit ?? countByMass(amount, footprint) else {
      let text = text(of: amount.units)
      report(
        .upstream, subject.place.path("measures"),
        BilingualText("以“\(text)”计。", "It is in “\(text)”."),
        BilingualText(
          "与上游足迹的单位“\(footprint.unit.unit)”量纲相同。",
          "What the unit of the footprint measures, “\(footprint.unit.unit)”."))
      return
    }
    let isEmpty = footprint.values.allSatisfy { $0.value.isZero }
    for category in EmissionCategory.allCases {
      let value = footprint.values[category] ?? .zero
      // A footprint of zero is still an input, and shows as one.
      guard !value.isZero || (isEmpty && category == .fossil) else { continue }
      let kilograms = count * DecimalInterval(value)
      system.emissions.append(
        ProductSystem.Emission(
          line: subject.number, category: category,
          kilograms: subject.isCredit ? kilograms.negated : kilograms, activity: amount.first,
          origin: .footprint(index, units: count)))
    }
  }

  /// How many units of the footprint a mass of its product is.
  private mutating func countByMass(
    _ amount: Amount, _ footprint: UpstreamFootprint
  ) -> DecimalInterval? {
    guard footprint.massPerUnit > .zero, let kilogram = try? units.number(of: "kg") else {
      return nil
    }
    return quantity(amount, in: kilogram)?.divided(by: DecimalInterval(footprint.massPerUnit))
  }
}
