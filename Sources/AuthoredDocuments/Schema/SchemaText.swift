// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// What any text must satisfy before it is read as anything.
enum SchemaText {
  /// Why a scalar cannot be used for `kind` whatever it says, or nil.
  static func problem(
    _ scalar: YAMLScalar, _ kind: SchemaKind, _ form: DocumentForm
  ) -> BilingualText? {
    if let character = scalar.text.unicodeScalars.first(where: isInvisible) {
      return BilingualText(
        "文字中有看不见的字符 \(code(character));请删去。",
        "The text holds the invisible character \(code(character)); delete it.")
    }
    if scalar.style == .plain, ["null", "~"].contains(scalar.text) {
      return BilingualText(
        "没有内容的键请整行删去,不写 \(scalar.text)。",
        "Leave the whole key out rather than writing \(scalar.text).")
    }
    if scalar.text.allSatisfy(\.isWhitespace) { return SchemaPhrases.expected(kind, foundText: "") }
    switch kind {
    case .expression: return expressionProblem(scalar)
    case .text:
      let limit = form.textBytes
      return scalar.text.utf8.count > limit ? SchemaPhrases.tooLong(limit) : nil
    case .short:
      let limit = form.nameBytes
      if scalar.text.utf8.count > limit { return SchemaPhrases.tooLong(limit) }
      return scalar.text.contains(where: \.isNewline) ? oneLine : nil
    default: return nil
    }
  }

  private static func expressionProblem(_ scalar: YAMLScalar) -> BilingualText? {
    let limit = MethodologyLimits.expressionBytes
    if scalar.text.utf8.count > limit { return SchemaPhrases.tooLong(limit) }
    guard !scalar.isWrittenAsRead else { return nil }
    return BilingualText(
      "多行或含转义的表达式请用 | 书写:键后写 |,表达式另起缩进的一行;这样错误位置才准确。",
      "Write an expression of several lines, or with escapes, as a block: `|` after the key and "
        + "the expression on the next, indented, lines; only then can mistakes be located.")
  }

  private static let oneLine = BilingualText("应写在一行之内。", "This is written on one line.")

  /// Characters that a reader cannot see or that reorder what is seen; a line break is no such.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0...0x1F, 0x7F...0x9F, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
