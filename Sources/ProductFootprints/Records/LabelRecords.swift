// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// The kinds of carbon label the certification rules name.
public enum LabelKind: UInt8, Sendable, Hashable, CaseIterable {
  /// Shows the footprint (碳足迹标识).
  case footprint = 0
  /// Shows a low or reduced footprint (减碳低碳标识).
  case reduction = 1
  /// Shows neutrality (碳中和标识).
  case neutral = 2

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["footprint", "reduction", "neutral"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
  /// The title in both languages.
  public var title: BilingualText {
    switch self {
    case .footprint: BilingualText("碳足迹标识", "carbon footprint label")
    case .reduction: BilingualText("减碳低碳标识", "carbon reduction label")
    case .neutral: BilingualText("碳中和标识", "carbon neutrality label")
    }
  }
}

/// Which of the two totals a label shows.
public enum LabelBasis: UInt8, Sendable, Hashable, CaseIterable {
  /// Without the uptake of biogenic CO₂.
  case excluding = 0
  /// With it.
  case including = 1

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["excluding", "including"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// What happens to a label.
public enum LabelAction: UInt8, Sendable, Hashable, CaseIterable {
  /// It is not valid from the day on (暂停).
  case suspend = 0
  /// It is valid again (恢复).
  case resume = 1
  /// It is not valid from the day on, for ever (撤销).
  case withdraw = 2

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["suspend", "resume", "withdraw"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// Issues a carbon label (颁发碳标识) that shows the number of a verified footprint.
///
/// Signed by an accredited body that is not the owner. The ledger assigns the next label number.
public struct LabelRecord: Record {
  /// The certificate's code, unique.
  public let code: String
  /// The number of the footprint.
  public let footprint: UInt32
  /// The kind of label.
  public let kind: LabelKind
  /// Which total it shows.
  public let basis: LabelBasis
  /// The number it shows, in kilograms of CO₂ equivalent per unit of the footprint.
  public let value: ExactDecimal
  /// The first day.
  public let from: CalendarDate
  /// The last day.
  public let through: CalendarDate
  /// The certification rules.
  public let rules: String

  /// Creates the record.
  public init(
    code: String, footprint: UInt32, kind: LabelKind = .footprint,
    basis: LabelBasis = .excluding, value: ExactDecimal, from: CalendarDate,
    through: CalendarDate, rules: String
  ) {
    self.code = code
    self.footprint = footprint
    self.kind = kind
    self.basis = basis
    self.value = value
    self.from = from
    self.through = through
    self.rules = rules
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 406, name: "label.issue",
    meaning: BilingualText("颁发碳标识。", "Issues a carbon label."),
    fields: [
      FieldDescription("code", .text(maximum: 60), BilingualText("证书编号", "code")),
      .footprint,
      FieldDescription("kind", .choice(LabelKind.names), BilingualText("种类", "kind")),
      FieldDescription(
        "basis", .choice(LabelBasis.names),
        BilingualText("口径(是否含生物源CO₂吸收)", "with or without biogenic uptake")),
      FieldDescription("value", .decimal, BilingualText("数值(kgCO2e)", "kgCO2e per unit")),
      .from,
      FieldDescription("through", .date, BilingualText("有效期至", "last day")),
      FieldDescription(
        "rules", .text(maximum: 300), BilingualText("认证规则", "the certification rules")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    code = try reader.readText(atMost: 60)
    footprint = try reader.readNumber()
    kind = try reader.readCase(of: LabelKind.self)
    basis = try reader.readCase(of: LabelBasis.self)
    value = try reader.readDecimal()
    from = try reader.readDate()
    through = try reader.readDate()
    rules = try reader.readText(atMost: 300)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: code)
    writer.write(number: footprint)
    writer.write(choice: kind)
    writer.write(choice: basis)
    writer.write(decimal: value)
    writer.write(date: from)
    writer.write(date: through)
    writer.write(text: rules)
  }
}

/// Suspends, resumes or withdraws a label (暂停、恢复、撤销碳标识).
///
/// Signed by the body that issued it, or the authority.
public struct LabelStatusRecord: Record {
  /// The number of the label.
  public let label: UInt32
  /// What happens to it.
  public let action: LabelAction
  /// The first day of effect.
  public let from: CalendarDate
  /// Why.
  public let reason: String

  /// Creates the record.
  public init(label: UInt32, action: LabelAction, from: CalendarDate, reason: String) {
    self.label = label
    self.action = action
    self.from = from
    self.reason = reason
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 407, name: "label.status",
    meaning: BilingualText("暂停、恢复或撤销碳标识。", "Suspends, resumes or withdraws a label."),
    fields: [
      FieldDescription("label", .number(of: "label"), BilingualText("碳标识", "label")),
      FieldDescription("action", .choice(LabelAction.names), BilingualText("变更", "action")),
      .from, .reason,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    label = try reader.readNumber()
    action = try reader.readCase(of: LabelAction.self)
    from = try reader.readDate()
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: label)
    writer.write(choice: action)
    writer.write(date: from)
    writer.write(text: reason)
  }
}
