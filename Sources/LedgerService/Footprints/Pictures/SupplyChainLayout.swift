// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Where the places of a supply chain stand, from raw materials at the left to the product.
///
/// Layers are by the longest way to the product; a link that would lead against them belongs to
/// a loop and is drawn back. Small places are drawn as one where there are too many. Everything is
/// computed with integers in the order of the picture, so the same picture gives the same layout.
struct SupplyChainLayout {
  /// A place with its position.
  struct Node {
    var name: BilingualText
    var kind: FootprintPicture.Node.Kind
    /// Layers to the product: 0 for the product.
    var depth: Int
    /// What passes through, in small units, without sign; decides what is drawn as one.
    var size: Int128 = 0
    /// What leaves it (for what has no way out: what enters it), with sign.
    var amount: Int128 = 0
  }

  /// What flows between two places.
  struct Link {
    var from: Int
    var to: Int
    var units: Int128
    /// Whether it leads back into a loop.
    var isBack: Bool
  }

  private(set) var nodes: [Node]
  private(set) var links: [Link]
  /// The amounts of the links.
  let amounts: PictureAmounts

  /// The most layers left of the product, and the most places of a layer.
  static let depthLimit = 6
  static let layerLimit = 12

  init(_ picture: FootprintPicture) {
    amounts = PictureAmounts(picture.links.map(\.amount))
    nodes = picture.nodes.map { Node(name: $0.name, kind: $0.kind, depth: 0) }
    links = Self.links(of: picture, amounts)
    markLoops()
    setDepths()
    measure()
    mergeDistant()
    mergeSmall()
    dropLonely()
    measure()
  }

  /// Known links that carry something; those of one sign between two places are one.
  private static func links(of picture: FootprintPicture, _ amounts: PictureAmounts) -> [Link] {
    var indices: [String: Int] = [:]
    for (index, node) in picture.nodes.enumerated() where indices[node.id] == nil {
      indices[node.id] = index
    }
    return picture.links.reduce(into: []) { links, link in
      guard let from = indices[link.from], let to = indices[link.to] else { return }
      let units = amounts.units(link.amount)
      guard units != 0 else { return }
      links.append(Link(from: from, to: to, units: units, isBack: false))
    }.combined()
  }

  /// Walks from the product upstream; a link from a place that is still being walked is a loop.
  private mutating func markLoops() {
    var incoming: [[Int]] = Array(repeating: [], count: nodes.count)
    for (index, link) in links.enumerated() { incoming[link.to].append(index) }
    var state = Array(repeating: UInt8(0), count: nodes.count)
    let products = nodes.indices.filter { nodes[$0].kind == .product }
    let sources = Set(links.map(\.from))
    let ends = nodes.indices.filter { !sources.contains($0) }
    for root in products + ends + Array(nodes.indices) where state[root] == 0 {
      var path = [(node: root, next: 0)]
      state[root] = 1
      while let (node, next) = path.last {
        guard next < incoming[node].count else {
          state[node] = 2
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let link = incoming[node][next]
        let source = links[link].from
        if state[source] == 1 { links[link].isBack = true }
        guard state[source] == 0 else { continue }
        state[source] = 1
        path.append((source, 0))
      }
    }
  }

  /// The longest way to a place without a way out; loops are cut, so it ends.
  private mutating func setDepths() {
    var open = Array(repeating: 0, count: nodes.count)
    var incoming: [[Int]] = Array(repeating: [], count: nodes.count)
    for link in links where !link.isBack {
      open[link.from] += 1
      incoming[link.to].append(link.from)
    }
    var ready = nodes.indices.filter { open[$0] == 0 }
    while let node = ready.popLast() {
      for source in incoming[node] {
        nodes[source].depth = max(nodes[source].depth, nodes[node].depth + 1)
        open[source] -= 1
        if open[source] == 0 { ready.append(source) }
      }
    }
  }

  private mutating func measure() {
    var (into, out, net, entering) = (zeros, zeros, zeros, zeros)
    for link in links {
      out[link.from] += Int128(link.units.magnitude)
      into[link.to] += Int128(link.units.magnitude)
      if !link.isBack { net[link.from] += link.units }
      entering[link.to] += link.units
    }
    for index in nodes.indices {
      nodes[index].size = max(into[index], out[index])
      nodes[index].amount = nodes[index].depth == 0 ? entering[index] : net[index]
    }
  }

  private var zeros: [Int128] { Array(repeating: 0, count: nodes.count) }
}

extension SupplyChainLayout {
  private mutating func mergeDistant() {
    let distant = nodes.indices.filter { nodes[$0].depth >= Self.depthLimit }
    guard distant.contains(where: { nodes[$0].depth > Self.depthLimit }) else { return }
    merge(distant, at: Self.depthLimit)
  }

  private mutating func mergeSmall() {
    for depth in 0...Self.depthLimit {
      let layer = nodes.indices.filter { nodes[$0].depth == depth }
      guard layer.count > Self.layerLimit else { continue }
      let bySize = layer.sorted { left, right in
        let (first, second) = (nodes[left], nodes[right])
        if (first.kind == .product) != (second.kind == .product) { return first.kind == .product }
        return first.size == second.size ? left < right : first.size > second.size
      }
      merge(Array(bySize.dropFirst(Self.layerLimit - 1)), at: depth)
    }
  }

  /// Draws places as one: what flowed among them is not seen any more.
  private mutating func merge(_ merged: [Int], at depth: Int) {
    let others = nodes.count
    nodes.append(
      Node(
        name: PictureWords.others(merged.count), kind: .others, depth: depth,
        size: merged.reduce(0) { $0 + nodes[$1].size }))
    let set = Set(merged)
    links = links.compactMap { link in
      var moved = link
      if set.contains(link.from) { moved.from = others }
      if set.contains(link.to) { moved.to = others }
      return moved.from == others && moved.to == others ? nil : moved
    }.combined()
  }

  /// Removes places that nothing flows through any more.
  private mutating func dropLonely() {
    let used = Set(links.flatMap { [$0.from, $0.to] })
    var places: [Int: Int] = [:]
    var kept: [Node] = []
    for index in nodes.indices where used.contains(index) {
      places[index] = kept.count
      kept.append(nodes[index])
    }
    links = links.compactMap { link in
      guard let from = places[link.from], let to = places[link.to] else { return nil }
      return Link(from: from, to: to, units: link.units, isBack: link.isBack)
    }
    nodes = kept
  }
}

extension [SupplyChainLayout.Link] {
  /// Links of one sign between the same places as one, in the order of their first.
  fileprivate func combined() -> [SupplyChainLayout.Link] {
    var result: [SupplyChainLayout.Link] = []
    var places: [[Int]: Int] = [:]
    for link in self {
      let key = [link.from, link.to, link.units < 0 ? 1 : 0, link.isBack ? 1 : 0]
      if let place = places[key] {
        result[place].units += link.units
      } else {
        places[key] = result.count
        result.append(link)
      }
    }
    return result
  }
}
