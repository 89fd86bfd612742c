// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// The pixels of a Sankey diagram, all whole numbers.
struct SankeyGeometry {
  /// A place: its bar, and the label at its right.
  struct Place {
    var name: BilingualText
    var kind: FootprintPicture.Node.Kind
    var amount: ExactDecimal
    var x: Int
    var y: Int
    var height: Int
    var lines: [String]
    var labelY: Int
    var labelWidth: Int
  }

  /// A flow: where it leaves and enters, and its lane when it leads back.
  struct Link {
    var from: Int
    var to: Int
    var amount: ExactDecimal
    var thickness: Int
    var fromY = 0
    var toY = 0
    var lane: Int?
  }

  private(set) var places: [Place]
  private(set) var links: [Link]
  /// Where the drawing ends.
  private(set) var bottom: Int

  static let lineHeight = 16
  private static let gap = 10

  init(_ layout: SupplyChainLayout, language: Language, top: Int) {
    let layers = layout.orderedLayers()
    let deepest = layers.count - 1
    let room =
      SupplyChainSankey.width - 2 * SupplyChainSankey.margin - SupplyChainSankey.node
      - SupplyChainSankey.lastLabels
    let column = deepest == 0 ? 0 : room / deepest
    let largest = layers.map { layer in layer.reduce(0) { $0 + layout.nodes[$1].size } }.max() ?? 0
    links = layout.links.map { link in
      let size = Int128(link.units.magnitude)
      return Link(
        from: link.from, to: link.to, amount: layout.amounts.decimal(link.units),
        thickness: max(
          PictureAmounts.length(size, of: largest, in: SupplyChainSankey.flowHeight), 1))
    }
    places = layout.nodes.map { node in
      let isLast = node.depth == 0
      let width =
        (isLast ? SupplyChainSankey.lastLabels : column - SupplyChainSankey.node) - 12
      return Place(
        name: node.name, kind: node.kind, amount: layout.amounts.decimal(node.amount),
        x: SupplyChainSankey.margin + column * (deepest - node.depth), y: 0, height: 0,
        lines: PictureText.lines(node.name[language], size: 13, width: width, atMost: 3),
        labelY: 0, labelWidth: width)
    }
    bottom = top
    setHeights()
    stack(layers, from: top)
    connect(layout)
  }

  private mutating func setHeights() {
    var (into, out) = (places.map { _ in 0 }, places.map { _ in 0 })
    for link in links {
      out[link.from] += link.thickness
      into[link.to] += link.thickness
    }
    for index in places.indices { places[index].height = max(into[index], out[index], 6) }
  }

  /// Gives every place a slot high enough for its bar and its label, and centres the layers.
  private mutating func stack(_ layers: [[Int]], from top: Int) {
    func slot(_ place: Place) -> Int {
      max(place.height, (place.lines.count + 1) * Self.lineHeight) + Self.gap
    }
    let heights = layers.map { layer in layer.reduce(0) { $0 + slot(places[$1]) } }
    let highest = heights.max() ?? 0
    for (layer, height) in zip(layers, heights) {
      var y = top + (highest - height) / 2
      for index in layer {
        let high = slot(places[index]) - Self.gap
        let label = (places[index].lines.count + 1) * Self.lineHeight
        places[index].y = y + (high - places[index].height) / 2
        places[index].labelY = y + (high - label) / 2
        y += high + Self.gap
      }
    }
    bottom = top + highest
  }

  /// Gives every flow its place at both ends, and a lane below everything when it leads back.
  private mutating func connect(_ layout: SupplyChainLayout) {
    let order = links.indices
    func sorted(_ key: (Link) -> Int) -> [Int] {
      order.sorted { left, right in
        let isBack = (layout.links[left].isBack, layout.links[right].isBack)
        if isBack.0 != isBack.1 { return isBack.1 }
        let keys = (key(links[left]), key(links[right]))
        return keys.0 == keys.1 ? left < right : keys.0 < keys.1
      }
    }
    var used = places.map { _ in 0 }
    for index in sorted({ places[$0.to].y }) {
      let from = links[index].from
      links[index].fromY = places[from].y + used[from]
      used[from] += links[index].thickness
    }
    used = places.map { _ in 0 }
    for index in sorted({ places[$0.from].y }) {
      let to = links[index].to
      links[index].toY = places[to].y + used[to]
      used[to] += links[index].thickness
    }
    for index in order where layout.links[index].isBack {
      let thickness = links[index].thickness
      links[index].lane = bottom + 22 + thickness / 2
      bottom += 28 + thickness
    }
  }
}
