// SPDX-License-Identifier: Apache-2.0

/// The activities that the product needs, in groups: a group is a loop, or one activity alone.
///
/// Groups stand so that who uses something comes before what it uses. They are the strongly
/// connected components of the graph (Tarjan, SIAM Journal on Computing 1 (1972) 146), found
/// without recursion so that a chain may be as long as memory holds.
struct SystemOrder {
  /// The activities, group by group.
  private(set) var nodes: [Int] = []
  /// Where each group starts, and at last the number of activities.
  private(set) var starts: [Int] = [0]

  /// The groups.
  var groups: some Collection<ArraySlice<Int>> {
    (0..<starts.count - 1).lazy.map { nodes[starts[$0]..<starts[$0 + 1]] }
  }

  private struct Frame {
    let node: Int
    var next: Int
    let end: Int
  }

  private var visited: [Int]
  private var lowest: [Int]
  private var isOpen: [Bool]
  private var open: [Int] = []
  private var count = 0

  /// Orders what the product of a system needs.
  init(of system: ProductSystem) {
    let size = system.activities.count
    visited = [Int](repeating: -1, count: size)
    lowest = [Int](repeating: 0, count: size)
    isOpen = [Bool](repeating: false, count: size)
    nodes.reserveCapacity(size)
    search(system)
    reverse()
  }

  private mutating func search(_ system: ProductSystem) {
    var frames = [enter(system.product, system)]
    while let frame = frames.last {
      let top = frames.count - 1
      if frame.next < frame.end {
        frames[top].next += 1
        let target = system.flows[frame.next].target
        if visited[target] < 0 {
          frames.append(enter(target, system))
        } else if isOpen[target] {
          lowest[frame.node] = min(lowest[frame.node], visited[target])
        }
        continue
      }
      frames.removeLast()
      if let parent = frames.last {
        lowest[parent.node] = min(lowest[parent.node], lowest[frame.node])
      }
      if lowest[frame.node] == visited[frame.node] { close(frame.node) }
    }
  }

  private mutating func enter(_ node: Int, _ system: ProductSystem) -> Frame {
    visited[node] = count
    lowest[node] = count
    count += 1
    open.append(node)
    isOpen[node] = true
    let flows = system.flows(of: system.activities[node].process)
    return Frame(node: node, next: flows.lowerBound, end: flows.upperBound)
  }

  /// Takes everything above `root` off the stack: one group.
  private mutating func close(_ root: Int) {
    while let node = open.popLast() {
      isOpen[node] = false
      nodes.append(node)
      if node == root { break }
    }
    starts.append(nodes.count)
  }

  /// Suppliers were found first; who uses them must come first.
  private mutating func reverse() {
    nodes.reverse()
    let end = nodes.count
    starts = starts.reversed().map { end - $0 }
  }
}
