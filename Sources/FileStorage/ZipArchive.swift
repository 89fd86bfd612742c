// SPDX-License-Identifier: Apache-2.0
import CZIP

/// What an archive may hold; a small archive can unpack to anything (decompression bomb).
public struct ZipLimits: Sendable, Hashable {
  /// The bytes of the archive.
  public var archiveBytes: Int
  /// How many files it may hold.
  public var entries: Int
  /// The unpacked bytes of one file.
  public var entryBytes: Int
  /// The unpacked bytes of all files that are read.
  public var totalBytes: Int

  /// Creates limits; the values are those of a large inventory, a few hundred megabytes.
  public init(
    archiveBytes: Int = 256 << 20, entries: Int = 50_000, entryBytes: Int = 32 << 20,
    totalBytes: Int = 512 << 20
  ) {
    self.archiveBytes = archiveBytes
    self.entries = entries
    self.entryBytes = entryBytes
    self.totalBytes = totalBytes
  }
}

/// Why an archive is not read.
public enum ZipError: Error, Sendable, Hashable {
  /// The bytes are no archive, or one that contradicts itself; libzip says why.
  case notAnArchive(reason: String)
  /// The archive has more than `limit` bytes.
  case archiveTooLarge(bytes: Int, limit: Int)
  /// It holds more than `limit` files.
  case tooManyEntries(Int, limit: Int)
  /// A file has no name, or one that is not UTF-8 text.
  case unreadableName(position: Int)
  /// There is no file of this name.
  case noSuchEntry(String)
  /// A file is encrypted.
  case encrypted(String)
  /// A file unpacks to more than `limit` bytes, whatever its header says.
  case entryTooLarge(String, limit: Int)
  /// The files that were read unpack to more than `limit` bytes together.
  case totalTooLarge(limit: Int)
  /// A file cannot be unpacked, or not to what the archive says of it; libzip says why.
  case damaged(String, reason: String)
}

/// A zip archive in memory, read by libzip.
///
/// Names of files are texts and nothing else: nothing is unpacked into the file system, so `../`
/// in a name reaches nothing.
@safe public struct ZipArchive: ~Copyable {
  /// A file in the archive.
  public struct Entry: Sendable, Hashable {
    /// The name with its folders, as it is written.
    public let name: String
    /// The unpacked bytes, as the archive says.
    public let size: UInt64
    fileprivate let position: UInt64
  }

  /// The files, in the order of the archive; folders of their own are left out.
  public let entries: [Entry]
  /// What it may hold.
  public let limits: ZipLimits
  private let archive: OpaquePointer
  /// libzip reads from it until the archive is closed.
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private let positions: [String: Int]
  private var readBytes = 0

  /// Opens an archive and reads its list of files.
  public init(_ bytes: [UInt8], limits: ZipLimits = ZipLimits()) throws(ZipError) {
    guard bytes.count <= limits.archiveBytes else {
      throw .archiveTooLarge(bytes: bytes.count, limit: limits.archiveBytes)
    }
    // libzip takes nothing at all for an archive without files.
    guard !bytes.isEmpty else { throw .notAnArchive(reason: "it is empty") }
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = unsafe memory.initialize(from: bytes)
    var opened: OpaquePointer?
    do throws(ZipError) {
      let archive = try unsafe Self.open(memory)
      unsafe opened = archive
      let entries = try unsafe Self.list(archive, limits)
      // libzip refuses archives with two files of one name (ZIP_CHECKCONS).
      let names = entries.enumerated().map { ($0.element.name, $0.offset) }
      let positions = Dictionary(names) { first, _ in first }
      unsafe self.archive = unsafe archive
      unsafe self.memory = unsafe memory
      (self.entries, self.positions, self.limits) = (entries, positions, limits)
    } catch {
      if let archive = unsafe opened { unsafe zip_discard(archive) }
      unsafe memory.deallocate()
      throw error
    }
  }

  deinit {
    unsafe zip_discard(archive)
    unsafe memory.deallocate()
  }

  /// The bytes of the file called `name`, checked against size and checksum.
  public mutating func read(_ name: String) throws(ZipError) -> [UInt8] {
    guard let position = positions[name] else { throw .noSuchEntry(name) }
    return try read(entries[position])
  }

  /// The bytes of a file, checked against size and checksum.
  public mutating func read(_ entry: Entry) throws(ZipError) -> [UInt8] {
    guard entry.size <= UInt64(limits.entryBytes) else {
      throw .entryTooLarge(entry.name, limit: limits.entryBytes)
    }
    guard entry.size <= UInt64(limits.totalBytes - readBytes) else {
      throw .totalTooLarge(limit: limits.totalBytes)
    }
    guard let file = unsafe zip_fopen_index(archive, entry.position, 0) else {
      throw .damaged(entry.name, reason: unsafe Self.reason(zip_get_error(archive)))
    }
    defer { unsafe zip_fclose(file) }
    // One byte more than is promised, so that a file that goes on is noticed.
    var bytes = [UInt8](repeating: 0, count: Int(entry.size) + 1)
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe zip_fread(
          file, buffer.baseAddress.map { unsafe $0 + filled }, UInt64(buffer.count - filled))
      }
      guard count >= 0 else {
        throw .damaged(entry.name, reason: unsafe Self.reason(zip_file_get_error(file)))
      }
      if count == 0 { break }
      filled += Int(count)
    }
    guard filled == Int(entry.size) else {
      throw .damaged(entry.name, reason: "its size is not the one that is stated")
    }
    readBytes += filled
    bytes.removeLast()
    return bytes
  }
}

// MARK: - libzip

extension ZipArchive {
  private static func open(
    _ memory: UnsafeMutableBufferPointer<UInt8>
  ) throws(ZipError) -> OpaquePointer {
    var error = unsafe zip_error_t()
    unsafe zip_error_init(&error)
    defer { unsafe zip_error_fini(&error) }
    let source = unsafe zip_source_buffer_create(
      memory.baseAddress, UInt64(memory.count), 0, &error)
    guard let source = unsafe source else {
      throw .notAnArchive(reason: unsafe reason(&error))
    }
    let flags = ZIP_RDONLY | ZIP_CHECKCONS
    guard let archive = unsafe zip_open_from_source(source, flags, &error) else {
      unsafe zip_source_free(source)
      throw .notAnArchive(reason: unsafe reason(&error))
    }
    return unsafe archive
  }

  private static func list(
    _ archive: OpaquePointer, _ limits: ZipLimits
  ) throws(ZipError) -> [Entry] {
    let count = unsafe Int(zip_get_num_entries(archive, 0))
    guard count <= limits.entries else {
      throw .tooManyEntries(count, limit: limits.entries)
    }
    var entries: [Entry] = []
    for position in 0..<count {
      var status = unsafe zip_stat_t()
      guard unsafe zip_stat_index(archive, UInt64(position), 0, &status) == 0,
        let text = unsafe status.name, unsafe text.pointee != 0,
        let name = unsafe String(validatingCString: text)
      else { throw .unreadableName(position: position) }
      if name.hasSuffix("/") { continue }
      if unsafe status.encryption_method != 0 { throw .encrypted(name) }
      entries.append(
        Entry(name: name, size: unsafe status.size, position: UInt64(position)))
    }
    return entries
  }

  private static func reason(_ error: UnsafeMutablePointer<zip_error_t>?) -> String {
    guard let text = unsafe zip_error_strerror(error) else { return "unknown" }
    return unsafe String(cString: text)
  }
}

extension ZipError: CustomStringConvertible {
  /// The refusal as a sentence.
  public var description: String {
    switch self {
    case .notAnArchive(let reason): "This is no zip archive: \(reason)."
    case .archiveTooLarge(let bytes, let limit):
      "The archive has \(bytes) bytes, at most \(limit) are read."
    case .tooManyEntries(let count, let limit):
      "The archive holds \(count) files, at most \(limit) are read."
    case .unreadableName(let position): "The name of file \(position) in the archive is no text."
    case .noSuchEntry(let name): "The archive holds no file called \(name)."
    case .encrypted(let name): "The file \(name) in the archive is encrypted."
    case .entryTooLarge(let name, let limit):
      "The file \(name) unpacks to more than \(limit) bytes."
    case .totalTooLarge(let limit): "The archive unpacks to more than \(limit) bytes."
    case .damaged(let name, let reason): "The file \(name) cannot be unpacked: \(reason)."
    }
  }
}
