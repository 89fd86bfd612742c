// SPDX-License-Identifier: Apache-2.0

/// How the 15 characters after the project code are composed.
///
/// The official field widths are not published. ``standard`` is this product's own documented
/// layout, in the published order of fields: six digits for the month of generation (YYYYMM),
/// seven for the sequence, one character for the class of power (电量分类), one for the class
/// of trade (交易分类). Should the official widths become known, another layout takes its place
/// and codes already issued keep theirs.
public struct CertificateCodeLayout: Hashable, Sendable {
  /// A field of the certificate part.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    /// The month of generation, always six digits.
    case month
    /// The number of the certificate within project and month.
    case sequence
    /// The class of power.
    case powerClass
    /// The class of trade.
    case tradeClass
  }

  /// The fields from left to right, each exactly once.
  public let fields: [Field]

  /// The digits of the sequence: month, classes and sequence fill 15 characters.
  public static let sequenceWidth = 7

  /// The largest sequence a month of a project can hold.
  public static let maximumSequence: UInt32 = 9_999_999

  /// Month, sequence, power class, trade class.
  public static let standard = CertificateCodeLayout(
    fields: [.month, .sequence, .powerClass, .tradeClass])

  /// A layout with the fields in another order; every field must occur exactly once.
  public init(fields: [Field]) {
    precondition(
      fields.count == Field.allCases.count && Set(fields).count == fields.count,
      "every field occurs exactly once")
    self.fields = fields
  }

  /// What the certificate part of a code says.
  public struct Contents: Hashable, Sendable {
    /// The month in which the power was generated.
    public let month: CalendarMonth
    /// The number of the certificate within project and month.
    public let sequence: UInt32
    /// The class of power, 0…35, written as a digit or capital letter.
    public let powerClass: UInt8
    /// The class of trade, 0…35, written as a digit or capital letter.
    public let tradeClass: UInt8

    /// The contents of a certificate part.
    public init(month: CalendarMonth, sequence: UInt32, powerClass: UInt8, tradeClass: UInt8) {
      self.month = month
      self.sequence = sequence
      self.powerClass = powerClass
      self.tradeClass = tradeClass
    }
  }

  /// The code of a certificate.
  ///
  /// - Throws: ``QuantityError/outOfRange(_:text:)`` when the month is outside the years
  ///   1…9999, the sequence has over seven digits, or a class exceeds 35.
  public func compose(
    project: ProjectCode, _ contents: Contents
  ) throws(QuantityError) -> CertificateCode {
    guard contents.sequence <= Self.maximumSequence else {
      throw .outOfRange(.certificateCode, text: "sequence \(contents.sequence)")
    }
    guard (1...9999).contains(contents.month.year) else {
      throw .outOfRange(.certificateCode, text: "month \(contents.month)")
    }
    guard contents.powerClass < 36, contents.tradeClass < 36 else {
      throw .outOfRange(
        .certificateCode, text: "classes \(contents.powerClass), \(contents.tradeClass)")
    }
    var part = ""
    for field in fields {
      switch field {
      case .month: part += contents.month.compactText
      case .sequence: part += zeroPadded(contents.sequence, width: Self.sequenceWidth)
      case .powerClass: part.append(alphanumericCharacter(contents.powerClass))
      case .tradeClass: part.append(alphanumericCharacter(contents.tradeClass))
      }
    }
    return CertificateCode(project: project, checkedCertificatePart: part)
  }

  /// What a code says, if it was composed with this layout.
  ///
  /// - Throws: ``QuantityError/malformed(_:text:offset:)`` when month or sequence are not
  ///   digits, ``QuantityError/outOfRange(_:text:)`` when the month does not exist.
  public func parse(_ code: CertificateCode) throws(QuantityError) -> Contents {
    var reader = AsciiReader(code.certificatePart)
    var month: CalendarMonth?
    var sequence = 0
    var powerClass: UInt8 = 0
    var tradeClass: UInt8 = 0
    for field in fields {
      switch field {
      case .month:
        guard let year = reader.number(digits: 4), let number = reader.number(digits: 2) else {
          throw .malformed(.certificateCode, text: code.text, offset: 17 + reader.offset)
        }
        month = CalendarMonth(year: year, month: number)
      case .sequence:
        guard let number = reader.number(digits: Self.sequenceWidth) else {
          throw .malformed(.certificateCode, text: code.text, offset: 17 + reader.offset)
        }
        sequence = number
      case .powerClass: powerClass = readClass(&reader)
      case .tradeClass: tradeClass = readClass(&reader)
      }
    }
    guard let month else { throw .outOfRange(.certificateCode, text: code.text) }
    return Contents(
      month: month, sequence: UInt32(sequence), powerClass: powerClass, tradeClass: tradeClass)
  }

  /// Reads one character; a ``CertificateCode`` holds nothing but digits and capitals.
  private func readClass(_ reader: inout AsciiReader) -> UInt8 {
    let value = reader.next.flatMap(alphanumericValue)
    reader.offset += 1
    guard let value else { preconditionFailure("a certificate part is alphanumeric") }
    return value
  }
}
