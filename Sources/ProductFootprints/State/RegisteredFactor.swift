// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import FootprintEngine
public import LedgerCore
public import Quantities

/// A factor on the ledger, with what happened to it since.
public struct RegisteredFactor: StateRow {
  /// Its end of use.
  public struct Closure: Sendable, Equatable {
    /// The last day a calculation may use it.
    public let through: CalendarDate
    /// Why.
    public let reason: String
    /// The record that did it.
    public let position: RecordPosition
  }

  /// The factor as it was registered.
  public let factor: EmissionFactor
  /// Who registered it.
  public let registrar: UInt32
  /// The record that registered it.
  public let position: RecordPosition
  /// Its end of use, when it was closed.
  public internal(set) var closure: Closure?
  /// The factor that takes its place.
  public internal(set) var successor: UInt32?
  /// The day before the successor was published.
  var supersededAfter: CalendarDate?

  /// The code.
  public var lookupKeys: [String] { [factor.code] }

  init(_ factor: EmissionFactor, registrar: UInt32, position: RecordPosition) {
    self.factor = factor
    self.registrar = registrar
    self.position = position
  }

  /// The last day a calculation may use it: as published, until it is closed, and until the day
  /// before its successor is published; `nil` for no end.
  public var lastUse: CalendarDate? {
    [factor.validThrough, closure?.through, supersededAfter].compactMap(\.self).min()
  }

  /// The factor as calculations see it, ending with ``lastUse``.
  public var current: EmissionFactor {
    var current = factor
    current.validThrough = lastUse
    return current
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 7, "a factor")
    factor = try reader.readStored(FactorRecord.self).factor
    registrar = try reader.readNumber()
    position = try reader.readPosition()
    closure = try reader.readOptional { (reader) throws(CBORError) in
      try reader.expectRow(of: 4, "the end of a factor")
      return Closure(
        through: try reader.readDate(), reason: try reader.readTextString(),
        position: try reader.readPosition())
    }
    successor = try reader.readOptionalNumber()
    supersededAfter = try reader.readOptionalDate()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(7)
    writer.write(stored: FactorRecord(factor))
    writer.write(number: registrar)
    writer.write(position: position)
    writer.writeOptional(closure) { writer, closure in
      writer.writeArrayHeader(4)
      writer.write(date: closure.through)
      writer.write(text: closure.reason)
      writer.write(position: closure.position)
    }
    writer.writeOptional(successor) { $0.write(number: $1) }
    writer.writeOptional(supersededAfter) { $0.write(date: $1) }
  }
}
