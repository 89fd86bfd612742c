// SPDX-License-Identifier: Apache-2.0

/// Where the parts of a model stand in its document.
///
/// The engine names parts as the model does, `processes[cell].lines[power].source`; the document
/// has other keys, and writes one thing in several ways.
struct FootprintPlaces: Sendable {
  private let places: [String: Place]
  /// The names of items that are known by a name and by a position.
  private let named: [String: String]

  init(_ places: [String: Place]) {
    self.places = places
    let items = Dictionary(grouping: places.keys.filter { !$0.hasSuffix("]") }) { places[$0] }
    var named: [String: String] = [:]
    for path in places.keys where path.hasSuffix("]") {
      let list = path.prefix(upTo: path.lastIndex(of: "[") ?? path.endIndex)
      // The parts of an item are written under its name; both stand at the same place.
      named[path] = items[places[path]]?.first {
        $0.hasPrefix("\(list).") && !$0.dropFirst(list.count + 1).contains(".")
      }
    }
    self.named = named
  }

  /// Where the part called `path` stands, or else the nearest part that holds it.
  func place(of path: String) -> Place {
    var found = ""
    for name in Self.names(path) {
      // What the document has no key of its own for stands where its whole stands.
      if name.text == "statement", !name.isId { continue }
      let keys = name.isId ? [name.text] : Self.keys[name.text] ?? [name.text]
      let inner = keys.lazy.flatMap { key in
        found.isEmpty ? [key] : ["\(found).\(key)", "\(found)[\(key)]"]
      }
      guard let next = inner.first(where: { places[$0] != nil }) else { break }
      found = named[next] ?? next
    }
    return places[found] ?? .first
  }

  /// The names of a path; those in brackets are ids, which the author gives, or positions.
  private static func names(_ path: String) -> [(text: String, isId: Bool)] {
    path.split(separator: "[").enumerated().flatMap { position, part in
      let pieces = part.split(separator: "]", maxSplits: 1)
      let isInside = position > 0 || path.hasPrefix("[")
      return pieces.enumerated().flatMap { index, piece -> [(text: String, isId: Bool)] in
        let isId = isInside && index == 0
        return isId
          ? [(String(piece), true)] : piece.split(separator: ".").map { (String($0), false) }
      }
    }
  }

  private static let sources = [
    "factor", "factors", "process", "footprint", "electricity", "credit",
  ]

  /// The keys that stand for a part of the model, the likeliest first.
  private static let keys: [String: [String]] = [
    "identifier": ["footprint"], "productIds": ["product.ids"],
    "classifications": ["product.classifications"], "productName": ["product.name"],
    "productDescription": ["product.description"], "massPerUnit": ["unit.mass", "unit"],
    "productRules": ["product-rules"], "assessments": ["gwp"],
    "product": ["product.made-by"], "cutOffs": ["cut-offs"], "percent": ["share"],
    "cutOffLimits": ["cut-off-limits"], "coProducts": ["co-products"],
    "amount": ["declared", "functional", "amount", "mass"],
    "measures": ["amounts", "transport", "amount"], "source": sources,
    "treatment": ["substitutes", "allocated-weight"], "isPackaging": ["packaging"],
    "isPrimary": ["primary"], "basis": ["by"],
  ]
}
