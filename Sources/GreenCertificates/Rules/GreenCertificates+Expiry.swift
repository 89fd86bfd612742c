// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension GreenCertificates {
  /// Expires what ended before a date, in whatever standing it is held.
  ///
  /// The term of validity does not wait for a pledgee or a court: frozen, pledged and disputed
  /// certificates expire with the others, and the holds on them end. Retired and cancelled ones
  /// stay what they are. Cost: see ``ExpiryOrder``; one pass over the holds more when something
  /// held expires.
  mutating func apply(
    _ record: ExpiryRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, in: context)
    try core.requireNotInFuture(record.asOf, in: context)
    assets = Self.assets(core)
    if expiry.count == 0 { expiry.append(ExpiryMark()) }
    let mark = expiry[0].expiredBefore
    expiryOrder.scan(core, assets: assets, notBefore: mark)
    var held: Set<UInt32> = []
    for number in expiryOrder.removeDue(before: record.asOf) {
      if try Self.expire(number, context, &core) { held.insert(number) }
    }
    Self.endHolds(on: held, &core)
    if record.asOf > mark { expiry.update(0) { $0.expiredBefore = record.asOf } }
  }

  /// Expires what is left of a series; returns whether some of it was held.
  private static func expire(
    _ number: UInt32, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) -> Bool {
    var wasHeld = false
    for (segment, part) in parts(of: number, core) where !segment.standing.isFinal {
      wasHeld = wasHeld || segment.standing != .available
      try core.move(
        part, of: number, from: segment.holder, segment.standing, to: segment.holder,
        .expired, marks: segment.marks, context)
    }
    return wasHeld
  }

  /// The issued segments of a series with their numbers.
  static func parts(
    of number: UInt32, _ core: CoreState
  ) -> [(segment: Segment, range: ClosedRange<UInt64>)] {
    let segments = core.holdings.segments(of: number)
    return segments.indices.compactMap { position in
      let segment = segments[position]
      guard segment.isIssued else { return nil }
      let next = position + 1
      let last = next < segments.count ? segments[next].first - 1 : UInt64.max
      return (segment, segment.first...last)
    }
  }

  /// The segments that meet a range, clipped to it; for the few ranges of several segments.
  static func parts(
    of found: CertificateRange, _ core: CoreState
  ) -> [(segment: Segment, range: ClosedRange<UInt64>)] {
    var parts: [(segment: Segment, range: ClosedRange<UInt64>)] = []
    core.holdings.forEachSegment(of: found.series.number, in: found.range) {
      parts.append(($0, $1))
    }
    return parts
  }

  private static func endHolds(on series: Set<UInt32>, _ core: inout CoreState) {
    guard !series.isEmpty else { return }
    for number in 0..<UInt32(core.holds.count) {
      let hold = core.holds[number]
      if hold.isActive, series.contains(hold.series) { core.endHold(number) }
    }
  }
}
