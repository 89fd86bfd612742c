// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
public import ProductFootprints
import Quantities

/// What a footprint stands on, what stands on it, and what it took the place of.
public struct FootprintLineage: Sendable {
  /// How a footprint is related to the one asked for.
  public enum Relation: String, Sendable, CaseIterable {
    /// It is the one asked for.
    case itself
    /// It is drawn on, directly or through others.
    case upstream
    /// It draws on the one asked for, directly or through others.
    case downstream
    /// The one asked for took its place.
    case preceding
    /// It took the place of the one asked for.
    case successor
  }

  /// A related footprint.
  public struct Member: Sendable {
    /// The number.
    public let number: UInt32
    /// The relation.
    public let relation: Relation
    /// How many steps away.
    public let distance: Int
    /// The footprint it is one step nearer to, which it draws on, is drawn on by or replaces.
    public let via: UInt32?
    /// What the state knows of it.
    public let row: Footprint
  }

  /// The members: the footprint itself, then by relation and distance.
  public let members: [Member]

  /// Follows every thread from the footprint meant by `text`.
  public init(_ text: String, in rows: any RowSource) throws(ServiceError) {
    let (number, row) = try rows.footprint(text)
    var members = [
      Member(number: number, relation: .itself, distance: 0, via: nil, row: row)
    ]
    let section = ProductFootprints.Section.footprints
    func walk(
      _ relation: Relation, _ next: (UInt32, Footprint) -> [UInt32]
    ) throws(ServiceError) {
      var seen: Set<UInt32> = [number]
      var frontier = [(number, row)]
      var distance = 0
      while !frontier.isEmpty {
        distance += 1
        var following: [(UInt32, Footprint)] = []
        for (number, row) in frontier {
          for other in next(number, row) where seen.insert(other).inserted {
            guard let found = try rows.row(Footprint.self, section, other) else { continue }
            following.append((other, found))
            members.append(
              Member(
                number: other, relation: relation, distance: distance, via: number, row: found))
          }
        }
        frontier = following
      }
    }
    try walk(.upstream) { $1.upstream }
    let dependents = try Self.dependents(in: rows)
    try walk(.downstream) { number, _ in dependents[number] ?? [] }
    try walk(.preceding) { $1.preceding }
    try walk(.successor) { _, row in row.successor.map { [$0] } ?? [] }
    self.members = members
  }

  /// For each footprint the ones that draw on it directly.
  private static func dependents(
    in rows: any RowSource
  ) throws(ServiceError) -> [UInt32: [UInt32]] {
    var dependents: [UInt32: [UInt32]] = [:]
    let section = ProductFootprints.Section.footprints
    for (number, row) in try rows.all(Footprint.self, section) {
      for upstream in row.upstream { dependents[upstream, default: []].append(number) }
    }
    return dependents
  }
}
