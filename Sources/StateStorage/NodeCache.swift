// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Nodes that were read and checked a moment ago: branches, and the newest leaf.
///
/// Whoever looks up a hundred thousand names reads the way to each leaf once.
final class NodeCache: Sendable {
  private struct Content {
    var branches: [Pointer: Node] = [:]
    var leaf: (pointer: Pointer, node: Node)?
  }

  private static let branchLimit = 4_096

  private let content = Mutex(Content())

  /// The node at `pointer`, if it is at hand.
  func node(_ pointer: Pointer) -> Node? {
    content.withLock { content in
      if let leaf = content.leaf, leaf.pointer == pointer { return leaf.node }
      return content.branches[pointer]
    }
  }

  /// Keeps a node that was checked.
  func keep(_ node: Node, _ pointer: Pointer) {
    content.withLock { content in
      guard !node.isLeaf else {
        content.leaf = (pointer, node)
        return
      }
      if content.branches.count >= Self.branchLimit { content.branches = [:] }
      content.branches[pointer] = node
    }
  }
}
