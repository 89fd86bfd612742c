// SPDX-License-Identifier: Apache-2.0

extension SupplyChainLayout {
  /// The places of each layer from top to bottom, the product's layer first.
  ///
  /// Each place moves to the mean position of those it is linked with, layer by layer, three
  /// times in both directions; equal ones keep their order.
  func orderedLayers() -> [[Int]] {
    let deepest = nodes.map(\.depth).max() ?? 0
    var layers = (0...deepest).map { depth in
      nodes.indices.filter { nodes[$0].depth == depth }.sorted { left, right in
        nodes[left].size == nodes[right].size
          ? left < right : nodes[left].size > nodes[right].size
      }
    }
    var positions = Array(repeating: 0, count: nodes.count)
    for layer in layers { Self.number(layer, &positions) }
    for round in 0..<6 {
      let isUpstream = round.isMultiple(of: 2)
      for depth in isUpstream ? Array(layers.indices) : layers.indices.reversed() {
        let means = layers[depth].map { mean(of: $0, positions, downstream: isUpstream) }
        let order = layers[depth].indices.sorted {
          means[$0] == means[$1] ? $0 < $1 : means[$0] < means[$1]
        }
        layers[depth] = order.map { layers[depth][$0] }
        Self.number(layers[depth], &positions)
      }
    }
    return layers
  }

  /// Places of a layer lie between 0 and 1000, so that short and long layers compare.
  private static func number(_ layer: [Int], _ positions: inout [Int]) {
    for (place, node) in layer.enumerated() {
      positions[node] = (2 * place + 1) * 500 / layer.count
    }
  }

  private func mean(
    of node: Int, _ positions: [Int], downstream: Bool
  ) -> Int128 {
    let largest = links.map { Int128($0.units.magnitude) }.max() ?? 1
    var (sum, weight): (Int128, Int128) = (0, 0)
    for link in links where !link.isBack {
      let other: Int
      if downstream, link.from == node {
        other = link.to
      } else if !downstream, link.to == node {
        other = link.from
      } else {
        continue
      }
      // Weights need not be exact to order places.
      let size = Int128(link.units.magnitude)
      let share = Int128(PictureAmounts.length(size, of: largest, in: 1000) + 1)
      sum += share * Int128(positions[other])
      weight += share
    }
    return weight == 0 ? Int128(positions[node]) * 1000 : sum * 1000 / weight
  }
}
