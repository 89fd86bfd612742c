// SPDX-License-Identifier: Apache-2.0

/// Texts that a document writes over several lines.
///
/// YAML puts a space where the line breaks. Chinese has no spaces between words, so between two
/// Chinese characters that space is taken out again; a space on a line stays.
enum FoldedText {
  /// `text` without the spaces that breaking `lines` has put between Chinese characters.
  ///
  /// Where the lines do not obviously make up the text, it is left as it is.
  static func joined(_ text: String, as lines: [Substring]) -> String {
    // The first line of a block holds its sign, `>` or `>-`, and nothing of the text.
    let candidates = [lines, Array(lines.dropFirst())].map { lines in
      lines.map(\.trimmingSpaces).filter { !$0.isEmpty }
    }
    guard let parts = candidates.first(where: { $0.joined(separator: " ") == text }) else {
      return text
    }
    var result = ""
    for part in parts {
      let isChinese = result.last.map(isWide) ?? false && part.first.map(isWide) ?? false
      result += (isChinese || result.isEmpty ? "" : " ") + part
    }
    return result
  }

  private static func isWide(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2E80...0x9FFF).contains(scalar) || (0xFF00...0xFFEF).contains(scalar)
      || (0x20000...0x3FFFD).contains(scalar) || (0x2014...0x2026).contains(scalar)
  }
}
