// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import MethodologyEngine
public import Quantities

/// A methodology version on file, with what happened to it since.
public struct FiledMethodology: StateRow {
  /// One change of status.
  public struct Change: Sendable, Equatable {
    /// What happened.
    public let action: MethodologyAction
    /// The first event date to which it applies.
    public let from: CalendarDate
    /// The version that takes its place, when it is superseded.
    public let successor: UInt32?
    /// The record that did it.
    public let position: RecordPosition
  }

  /// `scheme/id@version`.
  public let identity: String
  /// The methodology in canonical form.
  public let document: [UInt8]
  /// The digest of the document it was made from.
  public let sourceDigest: Digest
  /// The filing document.
  public let reference: String
  /// Who filed it.
  public let authority: UInt32
  /// The record that filed it.
  public let position: RecordPosition
  /// The changes, ordered by the dates from which they apply and then by their entries.
  public internal(set) var changes: [Change] = []

  /// The identity.
  public var lookupKeys: [String] { [identity] }

  init(
    identity: String, filing: MethodologyFilingRecord, authority: UInt32,
    position: RecordPosition
  ) {
    self.identity = identity
    document = filing.document
    sourceDigest = filing.sourceDigest
    reference = filing.reference
    self.authority = authority
    self.position = position
  }

  /// The change in force on `date`; `nil` while nothing has happened to the version.
  public func change(on date: CalendarDate) -> Change? { changes.last { $0.from <= date } }

  /// The methodology itself.
  public func methodology() throws(CBORError) -> Methodology {
    try MethodologyCodec.decode(document)
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 8, "a methodology")
    identity = try reader.readTextString()
    document = try reader.readByteArray()
    sourceDigest = try reader.readDigest()
    reference = try reader.readTextString()
    authority = try reader.readNumber()
    position = try reader.readPosition()
    changes = try reader.readRows { (reader) throws(CBORError) in try Change(decoding: &reader) }
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(8)
    writer.write(text: identity)
    writer.write(bytes: document)
    writer.write(digest: sourceDigest)
    writer.write(text: reference)
    writer.write(number: authority)
    writer.write(position: position)
    writer.writeList(changes) { $1.encode(to: &$0) }
  }
}

extension FiledMethodology.Change {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 5, "a change of a methodology")
    action =
      MethodologyAction.allCases[try reader.readChoice(of: MethodologyAction.names.count)]
    from = try reader.readDate()
    successor = try reader.readOptionalNumber()
    position = try reader.readPosition()
  }

  func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(5)
    writer.write(unsigned: UInt64(action.rawValue))
    writer.write(date: from)
    writer.writeOptional(successor) { $0.write(number: $1) }
    writer.write(position: position)
  }
}
