// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore
import Synchronization

/// The state of a ledger in a file, row by row: what a restart loads and a query reads.
///
/// It follows the log and is never in its way. It is derived: it can be deleted at any time and
/// made anew from the entries. One process writes; any number read, and each sees the state as it
/// was when it opened it. Every byte that is read is covered by a check: what rots is noticed.
public final class StateStorage: Sendable {
  private struct Content {
    let file: StateFile
    var start: Superblock
    /// Known once something was stored by this process.
    var map: BlockMap?
    let cache = NodeCache()

    var tree: Tree { Tree(file: file, root: start.root, cache: cache) }
  }

  private let path: String
  private let isReadOnly: Bool
  private let content: Mutex<Content?>
  /// What is wrong with what was stored; for a writer it is as if nothing was.
  public let damage: StateStorageError?

  private var name: String { "\(path)/\(Self.fileName)" }

  private static let fileName = "rows"
  /// Files of ours and of earlier formats, which nothing reads any more.
  private static let otherNames = ["rows.new", "data.mdb", "lock.mdb"]
  private static let headKey: [UInt8] = [Kind.head.rawValue]
  /// The bytes of rows that are written at once, so that a state may be larger than memory.
  private static let batchSize = 1 << 25
  private static let longestKey = 511

  /// What the first byte of a key says.
  private enum Kind: UInt8 {
    case row, lookup, head
  }

  /// Opens, and unless read-only creates, the stored state in the directory `path`.
  ///
  /// A reader is refused a damaged one; a writer has it as if nothing was stored, and reads in
  /// ``damage`` what is wrong.
  public init(at path: String, isReadOnly: Bool) throws(StateStorageError) {
    self.path = path
    self.isReadOnly = isReadOnly
    if !isReadOnly, unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
      try StateFile.check(-1, "creation", path)
    }
    let name = "\(path)/\(Self.fileName)"
    do throws(StateStorageError) {
      guard let file = try StateFile(ifPresent: name, isReadOnly: isReadOnly) else {
        if isReadOnly {
          errno = ENOENT
          try StateFile.check(-1, "opening", name)
        }
        content = Mutex(nil)
        damage = nil
        return
      }
      if isReadOnly { file.shareLock() }
      content = Mutex(Content(file: file, start: try Superblock.newest(in: file)))
      damage = nil
    } catch {
      guard !isReadOnly, error.isDamage else { throw error }
      content = Mutex(nil)
      damage = error
    }
  }

  /// The file of the stored state in the directory `path`.
  public static func file(in path: String) -> String { "\(path)/\(fileName)" }

  /// Removes the stored state in the directory `path` without reading it: whatever became of its
  /// file, a new one can be made.
  ///
  /// Who calls this is the ledger's one writer. Readers that have it open keep what they see.
  public static func discard(at path: String) throws(StateStorageError) {
    for name in [fileName] + otherNames where unsafe unlink("\(path)/\(name)") != 0 {
      if errno != ENOENT { try StateFile.check(-1, "removal", path) }
    }
  }

  // MARK: - Reading

  /// The tree to read: of a reader the one it opened, of a writer the newest.
  private var tree: Tree? { content.withLock { $0?.tree } }

  /// What the stored state stands on; `nil` when nothing was stored yet, or only by software with
  /// an older format: the state is derived, so that it is made anew.
  public func head() throws(StateStorageError) -> StoredHead? {
    guard let bytes = try tree?.value(Self.headKey), !StoredHead.isOlder(bytes) else {
      return nil
    }
    return try StoredHead(decoding: bytes)
  }

  /// The value of the row `key` of `section`, or `nil`.
  public func row(_ section: UInt8, _ key: [UInt8]) throws(StateStorageError) -> [UInt8]? {
    try tree?.value([Kind.row.rawValue, section] + key)
  }

  /// The key of the row of `section` that is found by `text`, or `nil`.
  public func key(
    _ section: UInt8, lookup text: String
  ) throws(StateStorageError) -> [UInt8]? {
    try tree?.value([Kind.lookup.rawValue, section] + Array(text.utf8))
  }

  /// Calls `visit` with the rows of `section`, or of all sections, in ascending order of their
  /// keys, until it returns false.
  ///
  /// Whoever reads all sections to the end has read everything that an answer could come from, and
  /// would have been told of damage.
  public func forEachRow(
    of section: UInt8? = nil, _ visit: (StateImage) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    try forEach(of: section) { (key, value) throws(StateStorageError) in
      let content = unsafe value.withUnsafeBytes { unsafe Array($0) }
      return try visit(
        StateImage(section: key[1], key: Array(key.dropFirst(2)), value: content))
    }
  }

  /// Calls `visit` with the number and the value of each row of `section` whose key is a number,
  /// in ascending order, until it returns false; values are not copied, and may not be kept.
  public func forEachValue(
    of section: UInt8,
    _ visit: (UInt32, Span<UInt8>) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    try forEach(of: section) { (key, value) throws(StateStorageError) in
      guard let number = StateImage.number(Array(key.dropFirst(2))) else { return true }
      return try visit(number, value)
    }
  }

  private func forEach(
    of section: UInt8?, _ visit: ([UInt8], Span<UInt8>) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    let start = [Kind.row.rawValue] + (section.map { [$0] } ?? [])
    try tree?.forEach(from: start) { (key, value) throws(StateStorageError) in
      guard key.count >= 2, key[0] == Kind.row.rawValue else { return section == nil }
      guard section == nil || key[1] == section else { return false }
      return try visit(key, value)
    }
  }

  /// Calls `visit` with each text by which a row is found: its section, the text, the key of the
  /// row.
  public func forEachLookup(
    _ visit: (UInt8, _ text: [UInt8], _ key: [UInt8]) -> Void
  ) throws(StateStorageError) {
    try tree?.forEach(from: [Kind.lookup.rawValue]) { (key, value) throws(StateStorageError) in
      guard key.count >= 2, key[0] == Kind.lookup.rawValue else { return false }
      visit(key[1], Array(key.dropFirst(2)), unsafe value.withUnsafeBytes { unsafe Array($0) })
      return true
    }
  }

  /// Reads every byte that an answer could come from; throws when one is not what was written.
  public func check() throws(StateStorageError) {
    try tree?.forEach(from: []) { _, _ in true }
  }

  // MARK: - Writing

  /// Stores changed rows and what they stand on, whole or not at all, durable when this returns.
  ///
  /// - Parameters:
  ///   - isComplete: Whether the images are all rows: whatever else was stored is removed, and a
  ///     new file takes the place of the old one, whatever became of that.
  ///   - images: Calls back with each image.
  public func store(
    _ head: StoredHead, isComplete: Bool, images: ((StateImage) -> Void) -> Void
  ) throws(StateStorageError) {
    try content.withLock { (content: inout Content?) throws(StateStorageError) -> Void in
      guard !isReadOnly else {
        throw .failed(
          operation: "writing", path: name, code: EROFS, reason: "opened for reading")
      }
      if !isComplete, content == nil, let damage { throw damage }
      if !isComplete, let present = content {
        content = try Self.stored(head, images, onto: present)
      } else {
        content = try Self.stored(head, images, in: path)
      }
    }
    for name in Self.otherNames { unsafe unlink("\(path)/\(name)") }
  }

  /// The content after changes to what is there.
  private static func stored(
    _ head: StoredHead, _ images: ((StateImage) -> Void) -> Void, onto content: Content
  ) throws(StateStorageError) -> Content {
    var content = content
    if content.map == nil { content.map = try BlockMap(of: content.tree) }
    var writer = TreeWriter(
      content.file, root: content.start.root, map: content.map ?? BlockMap(),
      isAppending: !content.file.hasNoReaders())
    try write(head, images, to: &writer)
    try content.file.synchronize()
    content.start = Superblock(generation: content.start.generation + 1, root: writer.root)
    try content.start.write(to: content.file)
    try content.file.synchronize()
    content.map = writer.nextMap
    return content
  }

  /// The content of a new file in the directory `path`.
  private static func stored(
    _ head: StoredHead, _ images: ((StateImage) -> Void) -> Void, in path: String
  ) throws(StateStorageError) -> Content {
    let draft = try StateFile(creating: "\(path)/\(fileName).new")
    var writer = TreeWriter(draft, root: nil, map: BlockMap(), isAppending: false)
    try write(head, images, to: &writer)
    let start = Superblock(generation: 1, root: writer.root)
    try Superblock(generation: 0, root: nil).write(to: draft)
    try start.write(to: draft)
    try draft.synchronize()
    let file = try draft.renamed(to: "\(path)/\(fileName)", in: path)
    return Content(file: file, start: start, map: writer.nextMap)
  }

  private static func write(
    _ head: StoredHead, _ images: ((StateImage) -> Void) -> Void, to writer: inout TreeWriter
  ) throws(StateStorageError) {
    var batch = ChangeBatch()
    var failure: StateStorageError?
    images { image in
      guard failure == nil else { return }
      do throws(StateStorageError) {
        try put(image, into: &batch)
        if batch.size >= batchSize { try writer.apply(batch.take()[...]) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    batch.set(headKey, head.encoded)
    try writer.apply(batch.take()[...])
  }

  private static func put(
    _ image: StateImage, into batch: inout ChangeBatch
  ) throws(StateStorageError) {
    func key(_ kind: Kind, _ key: [UInt8]) throws(StateStorageError) -> [UInt8] {
      guard key.count < longestKey else { throw .keyTooLong(bytes: key.count + 1) }
      return [kind.rawValue, image.section] + key
    }
    batch.set(try key(.row, image.key), image.value)
    guard !image.value.isEmpty else { return }
    for text in image.lookupKeys {
      batch.set(try key(.lookup, Array(text.utf8)), image.key)
    }
  }
}
