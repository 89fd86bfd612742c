// SPDX-License-Identifier: Apache-2.0

/// The strongly connected components of a matrix: what must be solved together.
///
/// There is an edge from activity j to activity i when entry (i, j) is stored: what j draws on.
/// Components come consumers first, and within one the order keeps most edges pointing forward,
/// so that most entries lie below the diagonal.
struct Components: Sendable {
  /// The activities, component after component.
  private(set) var order: [Int32] = []
  /// Where each component starts in `order`, and at last the number of activities.
  private(set) var starts: [Int32] = [0]
  /// The component of each activity.
  private(set) var component: [Int32]

  /// Finds the components.
  ///
  /// Tarjan's algorithm (SIAM Journal on Computing 1, 1972), without recursion.
  init(size: Int, columnStarts: [Int32], rows: [Int32]) {
    var search = Search(size: size)
    for root in 0..<size where search.number[root] == 0 {
      search.visit(Int32(root), columnStarts: columnStarts, rows: rows)
    }
    component = search.component
    let count = Int(search.components)
    // Tarjan finds suppliers before consumers; turned round, consumers come first.
    for index in component.indices { component[index] = Int32(count) - 1 - component[index] }
    starts = [Int32](repeating: 0, count: count + 1)
    for index in component { starts[Int(index) + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var ends = starts
    order = [Int32](repeating: 0, count: size)
    // The search leaves an activity after everything it reached anew: backwards, what draws
    // stands before what it draws on, but for the edges that close a loop.
    for activity in search.left.reversed() {
      let target = Int(component[Int(activity)])
      order[Int(ends[target])] = activity
      ends[target] += 1
    }
  }
}

/// The state of Tarjan's depth-first search.
private struct Search {
  /// 0 for what was not found yet, else the position at which it was, from 1.
  var number: [Int32]
  /// The smallest number known to be reachable within the component.
  var low: [Int32]
  var component: [Int32]
  var components: Int32 = 0
  /// In the order in which the search left them.
  var left: [Int32] = []
  private var found: Int32 = 0
  private var open: [Int32] = []
  private var path: [(activity: Int32, next: Int32)] = []

  init(size: Int) {
    number = [Int32](repeating: 0, count: size)
    low = number
    component = [Int32](repeating: -1, count: size)
    left.reserveCapacity(size)
  }

  mutating func visit(_ root: Int32, columnStarts: [Int32], rows: [Int32]) {
    enter(root, columnStarts)
    while let (activity, next) = path.last {
      let current = Int(activity)
      guard next < columnStarts[current + 1] else {
        path.removeLast()
        leave(current)
        if let parent = path.last?.activity {
          low[Int(parent)] = min(low[Int(parent)], low[current])
        }
        continue
      }
      path[path.count - 1].next = next + 1
      let target = Int(rows[Int(next)])
      if number[target] == 0 {
        enter(Int32(target), columnStarts)
      } else if component[target] < 0 {
        low[current] = min(low[current], number[target])
      }
    }
  }

  private mutating func enter(_ activity: Int32, _ columnStarts: [Int32]) {
    found += 1
    number[Int(activity)] = found
    low[Int(activity)] = found
    open.append(activity)
    path.append((activity, columnStarts[Int(activity)]))
  }

  private mutating func leave(_ current: Int) {
    left.append(Int32(current))
    guard low[current] == number[current] else { return }
    while let member = open.popLast() {
      component[Int(member)] = components
      if Int(member) == current { break }
    }
    components += 1
  }
}
