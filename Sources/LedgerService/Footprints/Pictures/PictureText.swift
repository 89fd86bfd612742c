// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Widths of text without a font: what is drawn is never wider than this says.
///
/// A Chinese glyph is as wide as the font is high. Latin letters are taken in four classes, each
/// as wide as in the widest sans-serif font that is commonly installed.
enum PictureText {
  /// The width in whole pixels, rounded up.
  static func width(_ text: some StringProtocol, size: Int) -> Int {
    let sum = text.unicodeScalars.reduce(0) { $0 + hundredths($1) }
    return (sum * size + 99) / 100
  }

  /// The width of a scalar in hundredths of the font's height.
  private static func hundredths(_ scalar: Unicode.Scalar) -> Int {
    switch scalar {
    case "i", "j", "l", "I", "f", "t", "r", " ", ".", ",", ":", ";", "!", "|", "'", "(", ")", "[",
      "]", "/", "-":
      42
    case "c", "k", "s", "v", "x", "y", "z": 60
    case "m", "w", "M", "W", "@", "%", "—", "…": 100
    case "A"..."Z", "&", "+", "=", "<", ">", "~", "#", "≈", "−": 84
    case _ where scalar.properties.isGraphemeExtend || scalar.value == 0x200D: 0
    case _ where scalar.value < 0x1100: 65
    default: 100
    }
  }

  /// The text cut to a width, with `…` where something is missing.
  static func cut(_ text: String, size: Int, width limit: Int) -> String {
    guard width(text, size: size) > limit else { return text }
    var result = ""
    for character in text {
      guard width(result + String(character) + "…", size: size) <= limit else { break }
      result.append(character)
    }
    while result.last == " " { result.removeLast() }
    return result + "…"
  }

  /// The text broken into lines of at most a width; the last one is cut when there are more.
  static func lines(_ text: String, size: Int, width limit: Int, atMost count: Int) -> [String] {
    var lines: [String] = []
    var rest = pieces(text)[...]
    while !rest.isEmpty, lines.count < count {
      while rest.first == " " { rest.removeFirst() }
      if lines.count == count - 1 {
        let last = cut(rest.joined(), size: size, width: limit)
        if !last.isEmpty { lines.append(last) }
        break
      }
      var line = ""
      while let piece = rest.first, width(trimmed(line + piece), size: size) <= limit {
        line += piece
        rest.removeFirst()
      }
      if line.isEmpty, let piece = rest.first {
        // One word is wider than the line: it is broken where it must be.
        let head = fitting(piece, size: size, width: limit)
        line = head
        rest[rest.startIndex] = String(piece.dropFirst(head.count))
        if rest.first?.isEmpty == true { rest.removeFirst() }
      }
      lines.append(trimmed(line))
    }
    return lines.isEmpty ? [""] : lines
  }

  private static func fitting(_ word: String, size: Int, width limit: Int) -> String {
    var result = ""
    for character in word {
      guard result.isEmpty || width(result + String(character), size: size) <= limit else { break }
      result.append(character)
    }
    return result
  }

  private static func trimmed(_ text: String) -> String {
    var result = text
    while result.last == " " { result.removeLast() }
    return result
  }

  /// What a line may end behind: a space, a hyphen or slash, and every Chinese glyph; but no line
  /// begins with a closing mark or ends with an opening one (GB/T 15834).
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var word = ""
    func end() {
      if !word.isEmpty { pieces.append(word) }
      word = ""
    }
    for character in text.map({ $0.isWhitespace ? " " : $0 }) {
      let isWide = (character.unicodeScalars.first?.value ?? 0) >= 0x2E80
      if closing.contains(character), word.isEmpty, let last = pieces.last, last != " " {
        pieces[pieces.count - 1] = last + String(character)
      } else if character == " " {
        end()
        pieces.append(" ")
      } else if opening.contains(character) {
        end()
        word = String(character)
      } else if isWide {
        // What is held is a word, or an opening mark that stays with this glyph.
        if let held = word.last, !opening.contains(held) { end() }
        word.append(character)
        end()
      } else {
        word.append(character)
        if "-/·".contains(character) { end() }
      }
    }
    end()
    return pieces
  }

  /// ASCII and Chinese marks, the full-width ones by their numbers.
  private static let closing = Set(
    ",.;:!?)]}%。、》」』】”’…\u{FF0C}\u{FF1B}\u{FF1A}\u{FF01}\u{FF1F}\u{FF09}")
  private static let opening = Set("([{《「『【“‘\u{FF08}")

  /// An amount that fits a chart: exact when it has at most twelve signs, else `≈` and six
  /// significant digits; the exact number stands in the tables and titles.
  static func amount(_ amount: ExactDecimal) -> String {
    let exact = "\(amount.normalized)"
    guard exact.count > 12 else { return exact.replacing("-", with: "−") }
    let magnitude = amount.normalized.coefficient.magnitude
    let digits = String(magnitude).count
    let scale = amount.normalized.scale
    let places = min(max(scale - (digits - 6), 0), scale)
    let rounded = amount.rounded(scale: places, rounding: .halfEven).normalized
    let mark = rounded == amount ? "" : "≈"
    return mark + "\(rounded)".replacing("-", with: "−")
  }
}
