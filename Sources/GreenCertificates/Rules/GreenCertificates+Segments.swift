// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

/// A range of certificates with the terms of its series, ready for rules.
struct CertificateRange {
  let series: SeriesTerms
  let attributes: SeriesAttributes
  let range: ClosedRange<UInt64>
  /// The segment of the first certificate and the last number it reaches to.
  let head: Segment
  let headLast: UInt64

  /// Whether all certificates lie in one segment, as they nearly always do.
  var isWhole: Bool { headLast >= range.upperBound }

  func rejection(
    _ rule: Rule, _ segment: Segment, _ part: ClosedRange<UInt64>, required: BilingualText,
    _ core: CoreState
  ) -> Rejection {
    let prefix = core.prefix(ofSeries: series.number)
    let numbers = "\(prefix) \(part.lowerBound)–\(part.upperBound)"
    let state = segment.isIssued ? segment.standing.name : BilingualText("未核发", "not issued")
    let holder = segment.isIssued ? "\(coded: "participant", segment.holder)" : "—"
    return Rejection(
      rule,
      found: BilingualText(
        "\(numbers):\(holder),\(state.chinese)(\(segment.lastChange))",
        "\(numbers): \(holder), \(state.english) (\(segment.lastChange))"),
      required: required)
  }
}

extension GreenCertificates {
  /// Finds the series and its first segment; refuses series of other mechanisms.
  mutating func find(
    series number: UInt32, first: UInt64, count: UInt64, _ core: CoreState
  ) throws(Rejection) -> CertificateRange {
    let series = try core.requireTerms(ofSeries: number)
    if assets.count < TradeClass.names.count { assets = Self.assets(core) }
    guard assets.contains(series.asset),
      let attributes = SeriesAttributes(rawValue: series.attributes)
    else {
      throw Rejection(
        LedgerRules.unknownNumber,
        found: "\(coded: "series", number): \(core.prefix(ofSeries: number))",
        required: "GEC-T / GEC-N")
    }
    let range = try core.requireRange(first: first, count: count)
    let (head, last) = core.holdings.segment(of: number, holding: range.lowerBound)
    return CertificateRange(
      series: series, attributes: attributes, range: range, head: head, headLast: last)
  }

  /// The numbers of the asset classes registered so far.
  static func assets(_ core: CoreState) -> [UInt32] {
    TradeClass.allCases.compactMap { core.assets.number(forKey: $0.assetCode) }
  }

  /// Calls `visit` with each segment that meets the range, clipped to it.
  static func forEachPart(
    of found: CertificateRange, _ core: CoreState,
    _ visit: (Segment, ClosedRange<UInt64>) throws(Rejection) -> Void
  ) throws(Rejection) {
    var serial = found.range.lowerBound
    while true {
      let (segment, last) = core.holdings.segment(of: found.series.number, holding: serial)
      let end = min(last, found.range.upperBound)
      try visit(segment, serial...end)
      guard end < found.range.upperBound else { return }
      serial = end + 1
    }
  }

  /// Freezes certificates for a credit period, keeping the hold's number with the exclusion.
  mutating func freeze(
    _ range: ClosedRange<UInt64>, of number: UInt32, from holder: UInt32,
    for exclusion: UInt32, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let row = exclusions[exclusion]
    let hold = try core.hold(
      range, of: number, from: holder, as: .frozen, reason: row.reason, by: row.keeper,
      context)
    exclusions.update(exclusion) { $0.holds.append(hold) }
  }
}
