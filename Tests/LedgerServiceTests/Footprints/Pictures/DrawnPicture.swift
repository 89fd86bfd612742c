// SPDX-License-Identifier: Apache-2.0
import Foundation
import FoundationXML

/// An SVG as another reader sees it: its elements with their attributes, text and title.
struct DrawnPicture: Sendable {
  struct Element: Sendable {
    var name: String
    var attributes: [String: String]
    var text = ""
    var title = ""

    func number(_ name: String) -> Int { Int(attributes[name] ?? "") ?? 0 }
  }

  struct Box: Sendable {
    var left, top, right, bottom: Int

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private(set) var elements: [Element]
  private(set) var isWellFormed: Bool

  init(_ svg: String) {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    isWellFormed = parser.parse()
    elements = reader.elements
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  var size: (width: Int, height: Int) {
    let box = (elements.first?.attributes["viewBox"] ?? "").split(separator: " ").compactMap {
      Int($0)
    }
    return box.count == 4 ? (box[2], box[3]) : (0, 0)
  }

  /// The boxes of everything that is drawn, texts by a width that is not the project's own.
  var boxes: [(element: Element, box: Box)] {
    elements.compactMap { element in
      switch element.name {
      case "rect":
        let (x, y) = (element.number("x"), element.number("y"))
        let (width, height) = (element.number("width"), element.number("height"))
        return (element, Box(left: x, top: y, right: x + width, bottom: y + height))
      case "line":
        let x = [element.number("x1"), element.number("x2")].sorted()
        let y = [element.number("y1"), element.number("y2")].sorted()
        return (element, Box(left: x[0], top: y[0], right: x[1], bottom: y[1]))
      case "path": return (element, Self.box(ofPath: element))
      case "text": return (element, Self.box(ofText: element))
      default: return nil
      }
    }
  }

  /// The box of the ends and control points, which hold the curve.
  private static func box(ofPath element: Element) -> Box {
    let path = element.attributes["d"] ?? ""
    let numbers = path.matches(of: #/-?\d+/#).compactMap { Int($0.output) }
    let x = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
    let y = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
    return Box(
      left: x.min() ?? 0, top: y.min() ?? 0, right: x.max() ?? 0, bottom: y.max() ?? 0)
  }

  private static func box(ofText element: Element) -> Box {
    let size = element.number("font-size")
    let width = element.text.unicodeScalars.reduce(0) { sum, scalar in
      guard !scalar.properties.isGraphemeExtend, scalar.value != 0x200D else { return sum }
      return sum + (scalar.value < 0x1100 ? 55 : 100)
    }
    let pixels = width * size / 100
    let x = element.number("x")
    let left =
      switch element.attributes["text-anchor"] {
      case "middle": x - pixels / 2
      case "end": x - pixels
      default: x
      }
    let base = element.number("y")
    // What reaches below the line is a fifth of the height, and little of it is ever used.
    return Box(left: left, top: base - size * 3 / 4, right: left + pixels, bottom: base + size / 5)
  }
}

/// Collects the elements.
private final class Reader: NSObject, XMLParserDelegate {
  private(set) var elements: [DrawnPicture.Element] = []
  private var open: [Int] = []
  /// What stands inside definitions and titles is not drawn.
  private var depthOfDefinitions = 0
  private var isInTitle = false

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if name == "defs" { depthOfDefinitions += 1 }
    if name == "title" { isInTitle = true }
    guard name != "title", depthOfDefinitions == 0 else { return }
    elements.append(DrawnPicture.Element(name: name, attributes: attributes))
    open.append(elements.count - 1)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    if name == "title" {
      isInTitle = false
    } else if name == "defs" {
      depthOfDefinitions -= 1
    } else if depthOfDefinitions == 0 {
      open.removeLast()
    }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard let index = open.last else { return }
    if isInTitle { elements[index].title += text } else { elements[index].text += text }
  }
}
