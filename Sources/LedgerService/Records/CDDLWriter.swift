// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// Writes the grammar of entries, statements and records in CDDL (RFC 8610).
///
/// The frame is fixed; the records come from their descriptions, so the grammar cannot say
/// anything else than the code.
public struct CDDLWriter: Sendable {
  private let shapes: [RecordDescription]

  /// Creates a writer for the record types described.
  public init(shapes: some Sequence<RecordDescription>) {
    self.shapes = shapes.sorted { $0.type < $1.type }
  }

  /// The grammar; its first rule is `entry`.
  public var text: String {
    ([Self.frame, Self.kinds, choiceOfRecords] + shapes.map(Self.record))
      .joined(separator: "\n")
  }

  // MARK: - The frame

  private static let frame = """
    ; SPDX-License-Identifier: Apache-2.0
    ; The grammar of a ledger (RFC 8610), made from the record descriptions of the source code.
    ; FORMAT.md says what the parts mean. Everything is deterministic CBOR (RFC 8949, 4.2.1).

    entry = [previous: hash, registered: milliseconds, statement: bytes .cbor statement]

    statement = #6.18([
      protected: bytes .cbor protected-header,
      unprotected: {},
      payload: bytes .cbor payload,
      signature: bytes .size (64..72),
    ])

    protected-header = {
      1 => algorithm,
      3 => "\(Statement.contentType)",
      4 => bytes .size 8,
      15 => claims,
    }
    algorithm = -8 / -65537  ; Ed25519 / SM2 with SM3
    claims = {
      1 => issuer,
      3 => text,
      ? 6 => int,
      7 => bytes .size \(Statement.identifierLength),
    }
    issuer = text .regexp "0|[1-9][0-9]*"  ; a participant number in decimal digits

    payload = [1*65535 record]

    """

  private static let kinds = """
    hash = bytes .size 32
    milliseconds = \(amount)  ; since 1970-01-01T00:00:00Z
    assigned-number = 0..\(FieldRange.number.upperBound)  ; assigned by the ledger
    int64 = \(Int64.min)..\(Int64.max)
    date = \(range(FieldRange.date))  ; days since 1970-01-01
    month = \(range(FieldRange.month))  ; months since 1970-01
    energy = \(amount)  ; Wh
    money = \(amount)  ; fen
    province = \(range(FieldRange.province))  ; the first two digits of GB/T 2260, 0: none
    optional-assigned-number = assigned-number / null
    optional-int64 = int64 / null
    optional-date = date / null
    optional-month = month / null
    optional-energy = energy / null
    optional-money = money / null
    optional-province = province / null

    """

  private static let amount = "0..\(Int64.max)"

  private static func range(_ range: ClosedRange<Int64>) -> String {
    "\(range.lowerBound)..\(range.upperBound)"
  }

  // MARK: - Records

  private var choiceOfRecords: String {
    shapes.enumerated().reduce(into: "record = ") { text, item in
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
      lines += comment(field.meaning.chinese + " " + field.meaning.english, indent: "  ")
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
    guard field.isOptional || isCompound(field.kind) else { return (inline, nil) }
    if field.isOptional, !inline.contains(" "), !inline.contains("."), inline != "bool" {
      return ("optional-" + inline, nil)
    }
    // Some tools read a choice inside an array wrongly; a rule of its own is read by all.
    return (own, "\(own) = \(inline)\(field.isOptional ? " / null" : "")")
  }

  private static func isCompound(_ kind: FieldKind) -> Bool {
    switch kind {
    case .choice, .list: true
    default: false
    }
  }

  private static func type(of kind: FieldKind) -> String {
    switch kind {
    case .unsigned(.max): "uint"
    case .unsigned(let maximum): "0..\(maximum)"
    case .integer: "int64"
    case .text(let maximum): "text .size (0..\(maximum))"
    case .bytes(let count): "bytes .size \(count)"
    case .byteString(let maximum): "bytes .size (0..\(maximum))"
    case .date: "date"
    case .month: "month"
    case .energy: "energy"
    case .money: "money"
    case .participant, .number: "assigned-number"
    case .province: "province"
    case .choice(let names): "&(\(members(names)))"
    case .boolean: "bool"
    case .list(let item, let maximum): "[0*\(maximum) \(type(of: item))]"
    }
  }

  private static func members(_ names: [String]) -> String {
    names.enumerated().reduce(into: "") { text, item in
      text += "\n  \"\(item.element)\": \(item.offset),"
    } + "\n"
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
