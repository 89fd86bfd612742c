// SPDX-License-Identifier: Apache-2.0
import Quantities

extension CoreState {
  /// Opens a series and returns its number.
  public mutating func openSeries(
    _ row: Series, _ context: AdmissionContext
  ) -> UInt32 {
    let number = series.append(row)
    assigned("series", number, context)
    return number
  }

  /// Issues `range` of series `number` to `holder`, out of the issuer's contra account.
  ///
  /// Numbers already issued are refused under `rule`, naming the record that did it.
  public mutating func issue(
    _ range: ClosedRange<UInt64>, of number: UInt32, to holder: UInt32,
    standing: Standing = .available, overlap rule: Rule, _ context: AdmissionContext
  ) throws(Rejection) {
    let prefix = series[number].prefix
    try holdings.forEachSegment(of: number, in: range) { (segment, part) throws(Rejection) in
      guard segment.isIssued else { return }
      throw Rejection(
        rule,
        found: BilingualText(
          "\(prefix) 的 \(part.lowerBound)–\(part.upperBound) 号已由\(segment.lastChange)登记",
          "\(prefix) \(part.lowerBound)–\(part.upperBound) is registered by "
            + "\(segment.lastChange)"),
        required: BilingualText(
          "\(range.lowerBound)–\(range.upperBound) 均未登记",
          "\(range.lowerBound)–\(range.upperBound) unregistered"))
    }
    let asset = series[number].asset
    // What all hold together fits 63 bits, so that no balance of the class can overflow.
    let issued = -accounts.balance(of: assets[asset].issuer, asset: asset, standing: .issuance)
    guard !issued.addingReportingOverflow(Int64(range.count)).overflow else {
      throw Rejection(
        LedgerRules.bounds, found: "\(prefix): Σ \(issued) + \(range.count)",
        required: "Σ ≤ \(Int64.max) \(assets[asset].unit)")
    }
    holdings.assign(
      range, of: number, as: segment(holder, standing, marks: 0, context))
    accounts.move(
      Accounts.Movement(
        asset: asset, series: number, first: range.lowerBound, amount: Int64(range.count),
        from: assets[asset].issuer, to: holder, fromStanding: .issuance, toStanding: standing,
        record: UInt16(truncatingIfNeeded: context.position.record)))
  }

  /// Moves `range` of series `number`, all of which `holder` must hold in standing `from`.
  ///
  /// - Parameter marks: The marks of the range afterwards; `nil` leaves every number its own.
  public mutating func move(
    _ range: ClosedRange<UInt64>, of number: UInt32,
    from holder: UInt32, _ standing: Standing, to newHolder: UInt32, _ newStanding: Standing,
    marks: UInt8? = nil, _ context: AdmissionContext
  ) throws(Rejection) {
    // Runs of equal marks: one unless the range joins numbers of different histories.
    var start = range.lowerBound
    var run: (end: UInt64, marks: UInt8)?
    var earlierRuns: [(end: UInt64, marks: UInt8)] = []
    try holdings.forEachSegment(of: number, in: range) { (segment, part) throws(Rejection) in
      let kept = marks ?? segment.marks
      if let current = run, current.marks != kept { earlierRuns.append(current) }
      run = (part.upperBound, kept)
      guard segment.holder == holder, segment.standing == standing else {
        throw refusal(of: segment, part, number, holder: holder, standing: standing)
      }
    }
    for run in earlierRuns {
      holdings.assign(
        start...run.end, of: number,
        as: segment(newHolder, newStanding, marks: run.marks, context))
      start = run.end + 1
    }
    if let run {
      holdings.assign(
        start...run.end, of: number,
        as: segment(newHolder, newStanding, marks: run.marks, context))
    }
    let asset = series.read(number) { $0.asset }
    accounts.move(
      Accounts.Movement(
        asset: asset, series: number, first: range.lowerBound, amount: Int64(range.count),
        from: holder, to: newHolder, fromStanding: standing, toStanding: newStanding,
        record: UInt16(truncatingIfNeeded: context.position.record)))
  }

  private func segment(
    _ holder: UInt32, _ standing: Standing, marks: UInt8, _ context: AdmissionContext
  ) -> Segment {
    Segment(
      first: 0, holder: holder, entry: UInt32(truncatingIfNeeded: context.position.entry),
      record: UInt16(truncatingIfNeeded: context.position.record), standing: standing,
      marks: marks)
  }

  private func refusal(
    of segment: Segment, _ part: ClosedRange<UInt64>, _ number: UInt32, holder: UInt32,
    standing: Standing
  ) -> Rejection {
    let prefix = series[number].prefix
    let owner =
      segment.isIssued ? participants[segment.holder].identifier : "—"
    let unit = assets[series[number].asset].unit
    let required = standing.name(ofUnit: unit)
    let state =
      segment.isIssued
      ? segment.standing.name(ofUnit: unit) : BilingualText("未核发", "not issued")
    let rule: Rule =
      segment.isIssued && segment.holder == holder && !segment.standing.isFinal
        && segment.standing != .available
      ? LedgerRules.held : LedgerRules.balance
    let wanted = participants.row(holder)?.identifier ?? "—"
    let numbers = "\(prefix) \(part.lowerBound)–\(part.upperBound)"
    return Rejection(
      rule,
      found: BilingualText(
        "\(numbers):持有人 \(owner),\(state.chinese)(\(segment.lastChange))",
        "\(numbers): holder \(owner), \(state.english) (\(segment.lastChange))"),
      required: BilingualText(
        "持有人 \(wanted),\(required.chinese)",
        "holder \(wanted), \(required.english)"))
  }

  /// Puts a hold on `range`, all of which `holder` must have available; returns its number.
  public mutating func hold(
    _ range: ClosedRange<UInt64>, of number: UInt32, from holder: UInt32,
    as standing: Standing, reason: String, by keeper: UInt32, _ context: AdmissionContext
  ) throws(Rejection) -> UInt32 {
    try move(range, of: number, from: holder, .available, to: holder, standing, context)
    let hold = holds.append(
      Hold(series: number, range: range, standing: standing, by: keeper, reason: reason))
    assigned("hold", hold, context)
    return hold
  }

  /// Releases hold `number`: a pledge by the pledgee alone, a freeze or a dispute by whoever keeps
  /// it or an authority.
  public mutating func release(
    _ number: UInt32, _ context: AdmissionContext
  ) throws(Rejection) {
    guard let hold = holds.row(number), hold.isActive else {
      throw Rejection(
        LedgerRules.unknownNumber, found: "\(coded: "hold", number)", required: "an active hold")
    }
    if hold.by != context.issuer {
      guard hold.standing != .pledged else {
        throw Rejection(
          LedgerRules.held, found: "\(coded: "participant", context.issuer)",
          required: "\(coded: "participant", hold.by)")
      }
      try requireRole(.authority, in: context)
    }
    let holder = holdings.segment(of: hold.series, holding: hold.range.lowerBound).0.holder
    try move(
      hold.range, of: hold.series, from: holder, hold.standing, to: holder, .available, context)
    holds.update(number) { $0.isActive = false }
  }

  /// Marks hold `number` as ended without moving anything: its units have moved otherwise.
  public mutating func endHold(_ number: UInt32) {
    holds.update(number) { $0.isActive = false }
  }

  /// Adds `amount` to what there is to claim of `subject`; what exceeds 2⁶³−1 is not added.
  public mutating func addCapacity(_ amount: Int64, of subject: String) {
    let number = claims.number(forKey: subject) ?? claims.append(Claim(subject: subject))
    claims.update(number) { row in
      let (sum, overflow) = row.capacity.addingReportingOverflow(amount)
      row.capacity = overflow ? (amount < 0 ? .min : .max) : sum
    }
  }

  /// Claims `amount` of `subject` for `scheme`; refuses to claim more than there is.
  ///
  /// A negative amount gives back what the scheme claimed before.
  public mutating func claim(
    _ amount: Int64, of subject: String, for scheme: String
  ) throws(Rejection) {
    let number = claims.number(forKey: subject) ?? claims.append(Claim(subject: subject))
    let claim = claims[number]
    let (total, overflow) = claim.claimed.addingReportingOverflow(amount)
    guard !overflow, total <= claim.capacity, claim.amount(of: scheme) + amount >= 0 else {
      let shares = claim.shares.map { "\($0.scheme) \($0.amount)" }.joined(separator: ", ")
      throw Rejection(
        LedgerRules.claimedOnce,
        found: "\(subject): \(scheme) +\(amount); \(shares)",
        required: "Σ ≤ \(claim.capacity)")
    }
    claims.update(number) { row in
      if let position = row.shares.firstIndex(where: { $0.scheme == scheme }) {
        row.shares[position].amount += amount
      } else {
        row.shares.append(Claim.Share(scheme: scheme, amount: amount))
      }
    }
  }
}
