// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ResultBuilder {
  /// One contribution, with `scale` decimal places.
  func contribution(
    _ amount: Amount, scale: Int
  ) throws(FootprintProblems) -> FootprintResult.Contribution {
    let process = model.processes[amount.process]
    let (emission, line) = (amount.emission, line(of: amount))
    let name = lineName(of: amount)
    let activity = emission.activity * solution.processRuns[amount.process]
    return FootprintResult.Contribution(
      process: process.id, line: name, stage: process.stage, category: emission.category,
      reference: reference(emission.origin), supplier: supplier(amount),
      substance: substance(emission.origin),
      activity: try rounded(activity, "processes[\(process.id)].lines[\(name)]"),
      activityUnit: line?.measures.first?.unit ?? coProduct(of: amount)?.output.unit ?? "",
      amount: try exact(
        amount.kilograms, scale: min(scale, ExactDecimal.maximumScale),
        "processes[\(process.id)].lines[\(name)]"),
      isPrimary: line?.isPrimary ?? false, isPackaging: line?.isPackaging ?? false)
  }

  /// The line, unless it is a credit.
  func line(of amount: Amount) -> ModelLine? {
    amount.isCredit ? nil : model.processes[amount.process].lines[amount.emission.line]
  }

  /// The co-product whose credit it is.
  func coProduct(of amount: Amount) -> CoProduct? {
    guard amount.isCredit else { return nil }
    return model.processes[amount.process].coProducts[-1 - amount.emission.line]
  }

  /// The name of the line, or `#CO-PRODUCT` for a credit.
  func lineName(of amount: Amount) -> String {
    line(of: amount)?.id ?? "#" + (coProduct(of: amount)?.id ?? "")
  }

  /// Exact where it is short, else twelve significant digits.
  private func rounded(
    _ number: DecimalInterval, _ path: @autoclosure () -> String
  ) throws(FootprintProblems) -> ExactDecimal {
    guard let place = number.leadingPlace else { return .zero }
    if number.isExact, number.exponent >= place - Self.significantDigits,
      let short = number.exactDecimal
    {
      return short
    }
    let scale = min(max(Self.significantDigits - place, 0), ExactDecimal.maximumScale)
    return try exact(number, scale: scale, path()).normalized
  }

  private func reference(_ origin: ProductSystem.Origin) -> String {
    switch origin {
    case .factors(let indices, _):
      indices.map { system.factors[$0].code }.joined(separator: " × ")
    case .electricity(let index, _, _): system.factors[index].code
    case .footprint(let index, _): system.footprints[index].identifier
    }
  }

  private func supplier(_ amount: Amount) -> String {
    if let named = line(of: amount)?.supplier, !named.isEmpty { return named }
    guard case .footprint(let index, _) = amount.emission.origin else { return "" }
    return system.footprints[index].supplier
  }

  private func substance(_ origin: ProductSystem.Origin) -> String {
    switch origin {
    case .factors(let indices, let carbon):
      let named = indices.lazy.map { system.factors[$0].basis }.first { !$0.isEmpty }
      return named ?? (carbon ? "CO2" : "")
    case .electricity(let index, _, _): return system.factors[index].basis
    case .footprint: return ""
    }
  }
}

extension ResultBuilder {
  /// The share of the lines' emissions and removals, without their signs, that stands on primary
  /// data; an upstream footprint counts with the share it states, or with none.
  var primaryDataShare: ExactDecimal {
    var (primary, whole) = (DecimalInterval.zero, DecimalInterval.zero)
    let hundred = DecimalInterval(100)
    for amount in amounts {
      guard let line = line(of: amount) else { continue }
      let size = amount.kilograms.magnitude
      whole = whole + size
      if case .footprint(let index, _) = amount.emission.origin {
        let share = system.footprints[index].primaryDataShare ?? .zero
        primary = primary + size * DecimalInterval(share)
      } else if line.isPrimary {
        primary = primary + size * hundred
      }
    }
    let share = primary.divided(by: whole)?.rounded(scale: 2, rounding: .down)
    return share?.normalized ?? .zero
  }

  /// The ratings of the lines, weighted by what they emit or remove.
  var quality: FootprintResult.WeightedQuality? {
    var whole = DecimalInterval.zero
    var sums = [DecimalInterval](repeating: .zero, count: 3)
    for amount in amounts {
      guard let line = line(of: amount), !amount.kilograms.isZero else { continue }
      guard let quality = line.quality else { return nil }
      let size = amount.kilograms.magnitude
      whole = whole + size
      let ratings = [quality.technological, quality.geographical, quality.temporal]
      for (place, rating) in ratings.enumerated() {
        sums[place] = sums[place] + size * DecimalInterval(Int(rating))
      }
    }
    let means = sums.compactMap {
      $0.divided(by: whole)?.rounded(scale: 1, rounding: .halfEven)
    }
    guard means.count == 3 else { return nil }
    return FootprintResult.WeightedQuality(
      technological: means[0], geographical: means[1], temporal: means[2])
  }

  /// The UUIDs of the footprints used, in order of first use.
  var usedFootprints: [String] {
    var seen: Set<Int> = []
    return amounts.compactMap { amount in
      guard case .footprint(let index, _) = amount.emission.origin else { return nil }
      return seen.insert(index).inserted ? system.footprints[index].identifier : nil
    }
  }

  /// The codes of the factors used, in order of first use.
  var usedFactors: [String] {
    var seen: Set<Int> = []
    var codes: [String] = []
    for amount in amounts {
      let indices: [Int] =
        switch amount.emission.origin {
        case .factors(let indices, _): indices
        case .electricity(let index, _, _): [index]
        case .footprint: []
        }
      for index in indices where seen.insert(index).inserted {
        codes.append(system.factors[index].code)
      }
    }
    return codes
  }

  /// The electricity, in kWh of the model's amounts, that certificates cover where the product
  /// needs it.
  var certifiedEnergy: ExactDecimal {
    var sum = DecimalInterval.zero
    for amount in amounts {
      guard case .electricity(_, let energy, isCertified: true) = amount.emission.origin else {
        continue
      }
      sum = sum + energy
    }
    // Certificates are whole numbers of kWh; a line that needs fewer may be in joules.
    return sum.exactDecimal ?? sum.rounded(scale: 6, rounding: .halfEven) ?? .zero
  }
}
