// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// Writes the grammar of entries, statements and records in CDDL (RFC 8610).
///
/// The frame is fixed; the records come from their descriptions, so the grammar cannot say
/// anything else than the code. Names of rules have a hyphen or a dot and those of fields have
/// neither: some tools take a field for a rule of its name.
public struct CDDLWriter: Sendable {
  private let shapes: [RecordDescription]

  /// Creates a writer for the record types described.
  public init(shapes: some Sequence<RecordDescription>) {
    self.shapes = shapes.sorted { $0.type < $1.type }
  }

  /// The grammar; its first rule is `ledger-entry`.
  public var text: String {
    ([Self.frame, Self.kinds, choiceOfRecords] + shapes.map(Self.record))
      .joined(separator: "\n")
  }

  // MARK: - The frame

  private static let frame = """
    ; SPDX-License-Identifier: Apache-2.0
    ; The grammar of a ledger (RFC 8610), made from the record descriptions of the source code.
    ; FORMAT.md says what the parts mean. Everything is deterministic CBOR (RFC 8949, 4.2.1).

    ledger-entry = [
      previous: hash-value,
      registered: unix-milliseconds,
      statement: bytes .cbor signed-statement,
    ]

    signed-statement = #6.18([
      protected: bytes .cbor protected-header,
      unprotected: {},
      payload: bytes .cbor statement-payload,
      signature: bytes .size (64..72),
    ])

    protected-header = {
      1 => signature-algorithm,
      3 => "\(Statement.contentType)",
      4 => bytes .size 8,
      15 => cwt-claims,
    }
    signature-algorithm = -8 / -65537  ; Ed25519 / SM2 with SM3
    cwt-claims = {
      1 => issuer-number,
      3 => text,
      ? 6 => int,
      7 => bytes .size \(Statement.identifierLength),
    }
    issuer-number = text .regexp "0|[1-9][0-9]*"  ; a participant number in decimal digits

    statement-payload = [1*65535 any-record]

    """

  private static let kinds = """
    hash-value = bytes .size 32
    unix-milliseconds = \(amount)  ; since 1970-01-01T00:00:00Z
    assigned-number = 0..\(FieldRange.number.upperBound)  ; assigned by the ledger
    signed-integer = \(Int64.min)..\(Int64.max)
    calendar-date = \(range(FieldRange.date))  ; days since 1970-01-01
    calendar-month = \(range(FieldRange.month))  ; months since 1970-01
    watt-hours = \(amount)
    amount-in-fen = \(amount)
    province-number = \(range(FieldRange.province))  ; the first two digits of GB/T 2260, 0: none
    optional-assigned-number = assigned-number / null
    optional-signed-integer = signed-integer / null
    optional-calendar-date = calendar-date / null
    optional-calendar-month = calendar-month / null
    optional-watt-hours = watt-hours / null
    optional-amount-in-fen = amount-in-fen / null
    optional-province-number = province-number / null

    """

  private static let amount = "0..\(Int64.max)"

  private static func range(_ range: ClosedRange<Int64>) -> String {
    "\(range.lowerBound)..\(range.upperBound)"
  }

  // MARK: - Records

  private var choiceOfRecords: String {
    shapes.enumerated().reduce(into: "any-record = ") { text, item in
      text += (item.offset == 0 ? "" : "\n  / ") + item.element.name
    } + "\n"
  }

  private static func record(_ shape: RecordDescription) -> String {
    var lines = comment(shape.meaning.chinese + " " + shape.meaning.english, indent: "")
    lines.append("\(shape.name) = [")
    lines.append("  \(shape.type),")
    var rules: [String] = []
    for field in shape.fields {
      let (type, rule) = fieldType(field, in: shape)
      lines += comment(
        field.meaning.chinese + " " + field.meaning.english + legend(field.kind), indent: "  ")
      lines.append("  \(field.name): \(type),")
      if let rule { rules.append(rule) }
    }
    lines.append("]")
    return (lines + rules).joined(separator: "\n") + "\n"
  }

  /// The type of a field, and the rule that defines it when it has one of its own.
  private static func fieldType(
    _ field: FieldDescription, in shape: RecordDescription
  ) -> (type: String, rule: String?) {
    let own = "\(shape.name).\(field.name)"
    let inline = type(of: field.kind)
    if case .list = field.kind {} else if !field.isOptional { return (inline, nil) }
    if inline.contains("-"), !inline.contains(" ") { return ("optional-" + inline, nil) }
    // Some tools read a choice inside an array wrongly; a rule of its own is read by all.
    return (own, "\(own) = \(inline)\(field.isOptional ? " / null" : "")")
  }

  private static func type(of kind: FieldKind) -> String {
    switch kind {
    case .unsigned(.max): "uint"
    case .unsigned(let maximum): "0..\(maximum)"
    case .integer: "signed-integer"
    case .text(let maximum): "text .size (0..\(maximum))"
    case .bytes(let count): "bytes .size \(count)"
    case .byteString(let maximum): "bytes .size (0..\(maximum))"
    case .date: "calendar-date"
    case .month: "calendar-month"
    case .energy: "watt-hours"
    case .money: "amount-in-fen"
    case .participant, .number: "assigned-number"
    case .province: "province-number"
    case .choice(let names): "0..\(names.count - 1)"
    case .boolean: "bool"
    case .list(let item, let maximum): "[0*\(maximum) \(type(of: item))]"
    }
  }

  /// The numbers of a choice, said in the comment: some tools know no enumeration in an array.
  private static func legend(_ kind: FieldKind) -> String {
    switch kind {
    case .choice(let names):
      ": " + names.enumerated().map { "\($0.offset) \($0.element)" }.joined(separator: ", ")
    case .list(let item, _): legend(item)
    default: ""
    }
  }

  /// A comment of at most 100 columns a line.
  private static func comment(_ text: String, indent: String) -> [String] {
    var lines: [String] = []
    var line = indent + ";"
    for word in text.split(whereSeparator: \.isWhitespace) {
      if line.count + 1 + word.count > 100 {
        lines.append(line)
        line = indent + ";"
      }
      line += " " + word
    }
    return lines + [line]
  }
}
