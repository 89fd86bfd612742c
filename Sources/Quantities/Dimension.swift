// SPDX-License-Identifier: Apache-2.0

/// What a unit measures; only amounts of one dimension can be added or converted.
public enum Dimension: String, CaseIterable, Hashable, Sendable {
  /// Plain mass, in grams at the smallest.
  case mass
  /// Greenhouse gas mass as CO₂ equivalent, in grams; never mixed with plain mass.
  case greenhouseGasMass
  /// Energy, in watt-hours at the smallest.
  case energy
  /// Power, in watts at the smallest.
  case power
  /// Standard coal, in grams at the smallest; its kind must agree as well.
  case standardCoal
  /// Volume, in litres at the smallest.
  case volume
  /// Area, in square metres at the smallest.
  case area
  /// Length, in metres at the smallest.
  case length
  /// Passenger transport, in person-metres at the smallest.
  case passengerTransport
  /// Money in renminbi, in fen at the smallest.
  case money
  /// Things counted one by one.
  case count
}
