// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
import Quantities

/// A project filed, with the exclusions registered for it.
public struct GreenProject: StateRow {
  /// What was filed.
  public let filing: ProjectRecord
  /// The numbers of its exclusions.
  public internal(set) var exclusions: [UInt32]

  /// The filing code.
  public var lookupKeys: [String] { [filing.code] }

  init(filing: ProjectRecord) {
    self.filing = filing
    exclusions = []
  }

  /// The start of the prefixes of the project's series of `month`; the class letter follows.
  func prefix(_ month: CalendarMonth, _ powerClass: PowerClass) -> String {
    filing.code + month.compactText + String(powerClass.letter)
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 2, "a project")
    let count = ProjectRecord.shape.fields.count
    try reader.expectRow(of: count, "a filing of \(count) fields")
    filing = try ProjectRecord(decoding: &reader)
    exclusions = try reader.readNumbers()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(2)
    writer.writeArrayHeader(ProjectRecord.shape.fields.count)
    filing.encodeFields(to: &writer)
    writer.write(numbers: exclusions)
  }
}
