// SPDX-License-Identifier: Apache-2.0

extension QRCode {
  /// The side of a module on paper, in tenths of a millimetre.
  ///
  /// The cameras of phones resolve it from a hand's breadth; the largest code is then 93 mm wide.
  static let moduleSize = 5

  /// The code as an SVG document with its quiet zone, for screens and paper.
  ///
  /// - Parameter title: What a screen reader says, and a browser shows.
  public func svg(title: String) -> String {
    let side = width + 2 * Self.quietZone
    let length = "\(side * Self.moduleSize / 10).\(side * Self.moduleSize % 10)mm"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(length)" height="\(length)" \
      viewBox="0 0 \(side) \(side)" role="img" shape-rendering="crispEdges">
      <title>\(Self.escaped(title))</title>
      <rect width="\(side)" height="\(side)" fill="#fff"/>
      <path fill="#000" d="\(path)"/>
      </svg>

      """
  }

  /// The dark modules, each run within a row as a rectangle.
  private var path: String {
    var path = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        guard self[row, column] else {
          column += 1
          continue
        }
        let start = column
        while self[row, column] { column += 1 }
        path +=
          "M\(start + Self.quietZone) \(row + Self.quietZone)h\(column - start)v1H"
          + "\(start + Self.quietZone)z"
      }
    }
    return path
  }

  /// The text within an element; what XML 1.0 does not allow becomes a space (§2.2).
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The code in half blocks, two rows a line, with its quiet zone, for a terminal.
  ///
  /// Light modules are drawn, dark ones left out, as it looks right where text is light.
  ///
  /// - Parameter isColoured: Whether each line sets white on black, so that it looks right
  ///   wherever it is shown.
  public func blocks(isColoured: Bool) -> String {
    var text = ""
    let range = -Self.quietZone..<width + Self.quietZone
    for row in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
      if isColoured { text += "\u{1B}[97;40m" }
      for column in range {
        // Width is odd, so below the last row there is nothing, which is drawn like dark.
        let isLowerDark = row + 1 == range.upperBound || self[row + 1, column]
        switch (self[row, column], isLowerDark) {
        case (false, false): text += "\u{2588}"
        case (false, true): text += "\u{2580}"
        case (true, false): text += "\u{2584}"
        case (true, true): text += " "
        }
      }
      text += isColoured ? "\u{1B}[0m\n" : "\n"
    }
    return text
  }
}
