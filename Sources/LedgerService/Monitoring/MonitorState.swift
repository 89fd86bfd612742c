// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import Quantities
public import TransparencyLog

/// What a monitor keeps of a ledger between looks: the newest checkpoint it proved, and the
/// frontier of its tree, by which it proves the next one without trusting a stored tile.
public struct MonitorState: Sendable, Equatable {
  static let format = "tanzhang-monitor 1"
  static let byteLimit = SignedNote.byteLimit * 2

  /// The checkpoint.
  public let checkpoint: UnverifiedCheckpoint
  let tree: CompactRange

  init(_ checkpoint: UnverifiedCheckpoint, _ tree: CompactRange) {
    precondition(tree.root() == checkpoint.claim.root, "the tree is that of the checkpoint")
    self.checkpoint = checkpoint
    self.tree = tree
  }

  /// Reads the file at `path`; nil when there is none.
  ///
  /// A state that is not whole is refused: a monitor that forgets can be shown another history.
  public init?(_ path: String, verifiers: [NoteVerifier]) throws(ServiceError) {
    guard SmallFile.exists(path) else { return nil }
    guard let bytes = SmallFile.read(regular: path, limit: Self.byteLimit) else {
      throw Self.damaged(path, "unreadable")
    }
    do throws(any Error) {
      let json = try JSONValue(parsing: bytes)
      guard json["format"]?.text == Self.format, let note = json["checkpoint"]?.text,
        let hashes = json["frontier"]?.elements
      else { throw Self.damaged(path, "not \(Self.format)") }
      let checkpoint = try UnverifiedCheckpoint(parsing: Array(note.utf8))
      let origin = verifiers.first?.name ?? ""
      let verified = try checkpoint.verified(origin: origin, verifiers: verifiers).checkpoint
      let tree = try CompactRange(
        function: HashFunction(treeSignedBy: verifiers), size: verified.size,
        frontier: hashes.compactMap { $0.text.flatMap { Digest(base64: $0) } })
      guard tree.root() == verified.root else { throw Self.damaged(path, "another root") }
      self.init(checkpoint, tree)
    } catch let error as ServiceError {
      throw error
    } catch {
      throw Self.damaged(path, "\(error)")
    }
  }

  /// Replaces the file at `path` in one step.
  public func write(to path: String) throws(ServiceError) {
    let json: JSONValue = [
      "format": .string(Self.format),
      "checkpoint": .string(String(decoding: checkpoint.note.bytes, as: UTF8.self)),
      "frontier": .array(tree.hashes.map { .string($0.base64) }),
    ]
    try LocalFile.write(Array((json.encoded(pretty: true) + "\n").utf8), to: path)
  }

  private static func damaged(_ path: String, _ reason: String) -> ServiceError {
    .unsound(
      BilingualText(
        "监测状态 \(path) 不可用(\(reason))。若确知为何,可将其移走后重新开始。",
        "The monitor's state \(path) cannot be used (\(reason)). If you know why, move it away "
          + "and begin anew."))
  }
}
