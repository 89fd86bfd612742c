// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Testing

/// Writes archives, also such as no honest program writes.
struct ZipWriter {
  struct File {
    var name: [UInt8]
    var stored: [UInt8]
    var checksum: UInt32
    var size: Int
    var method: UInt16 = 0
    var flags: UInt16 = 0

    /// A file that is not compressed.
    init(_ name: String, _ content: String) {
      self.init(name, stored: Array(content.utf8), of: Array(content.utf8))
    }

    /// A file with the stored bytes of `content`.
    init(_ name: String, stored: [UInt8], of content: [UInt8], method: UInt16 = 0) {
      self.name = Array(name.utf8)
      self.stored = stored
      checksum = ZipWriter.checksum(content)
      size = content.count
      self.method = method
    }
  }

  static func archive(_ files: [File]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for file in files {
      let offset = UInt32(bytes.count)
      var fields = number(20, 2)
      fields += number(UInt32(file.flags), 2)
      fields += number(UInt32(file.method), 2)
      fields += number(0x5A21_0000, 4)
      fields += number(file.checksum, 4)
      fields += number(UInt32(file.stored.count), 4)
      fields += number(UInt32(file.size), 4)
      fields += number(UInt32(file.name.count), 2)
      fields += number(0, 2)
      bytes += [0x50, 0x4B, 3, 4]
      bytes += fields + file.name + file.stored
      directory += [0x50, 0x4B, 1, 2, 20, 0]
      directory += fields + [UInt8](repeating: 0, count: 10)
      directory += number(offset, 4)
      directory += file.name
    }
    var end: [UInt8] = [0x50, 0x4B, 5, 6]
    end += number(0, 4)
    end += number(UInt32(files.count), 2)
    end += number(UInt32(files.count), 2)
    end += number(UInt32(directory.count), 4)
    end += number(UInt32(bytes.count), 4)
    end += number(0, 2)
    return bytes + directory + end
  }

  private static func number(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  /// CRC-32 (ISO 3309), bit by bit.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

@Suite struct ZipArchiveTests {
  private typealias File = ZipWriter.File

  private static let text = #"{"name": "steel", "steel": "steel steel steel"}"#
  private static let deflated: [UInt8] = [
    171, 86, 202, 75, 204, 77, 85, 178, 82, 80, 42, 46, 73, 77, 205, 81, 210, 129, 49, 96, 34, 10,
    72, 164, 82, 45, 0,
  ]
  private static let files = [
    File("flows/", ""), File("flows/a.json", "[1]"),
    File("processes/钢.json", stored: deflated, of: Array(text.utf8), method: 8),
  ]
  /// 100 000 zeros, deflated to 114 bytes.
  private static let bomb: [UInt8] = {
    let head: [UInt8] = [237, 193, 49, 1, 0, 0, 0, 194, 160, 245, 79, 109, 13, 15, 160]
    let tail: [UInt8] = [128, 87, 3]
    return head + [UInt8](repeating: 0, count: 96) + tail
  }()

  private func refusal(_ bytes: [UInt8], _ limits: ZipLimits = ZipLimits()) -> ZipError? {
    do throws(ZipError) {
      var archive = try ZipArchive(bytes, limits: limits)
      for entry in archive.entries { _ = try archive.read(entry) }
      return nil
    } catch {
      return error
    }
  }

  @Test func `the files of an archive are listed and read, compressed or not`() throws {
    var archive = try ZipArchive(ZipWriter.archive(Self.files))
    #expect(archive.entries.map(\.name) == ["flows/a.json", "processes/钢.json"])
    #expect(archive.entries.map(\.size) == [3, UInt64(Self.text.utf8.count)])
    #expect(try archive.read("flows/a.json") == Array("[1]".utf8))
    #expect(try archive.read("processes/钢.json") == Array(Self.text.utf8))
    #expect(try archive.read("processes/钢.json") == Array(Self.text.utf8))
    let empty = try ZipArchive(ZipWriter.archive([]))
    #expect(empty.entries.isEmpty)
  }

  @Test func `a name that is not there is refused by name`() throws {
    var archive = try ZipArchive(ZipWriter.archive(Self.files))
    #expect(throws: ZipError.noSuchEntry("b")) { try archive.read("b") }
  }

  @Test func `names that lead out of a folder are names like others`() throws {
    let names = ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "C:\\x", "."]
    var archive = try ZipArchive(ZipWriter.archive(names.map { File($0, "x") }))
    #expect(archive.entries.map(\.name) == names)
    for name in names { #expect(try archive.read(name) == [0x78]) }
  }

  @Test func `a bomb is refused by its stated size before it is unpacked`() {
    let zeros = [UInt8](repeating: 0, count: 100_000)
    let file = File("bomb", stored: Self.bomb, of: zeros, method: 8)
    let bytes = ZipWriter.archive([file])
    #expect(refusal(bytes) == nil)
    let limits = ZipLimits(entryBytes: 99_999)
    #expect(refusal(bytes, limits) == .entryTooLarge("bomb", limit: 99_999))
  }

  @Test func `a bomb that states another size is refused while it is unpacked`() {
    var file = File("bomb", stored: Self.bomb, of: [0], method: 8)
    file.checksum = ZipWriter.checksum([UInt8](repeating: 0, count: 100_000))
    for size in [0, 1, 99_999, 100_001] {
      file.size = size
      guard case .damaged("bomb", _)? = refusal(ZipWriter.archive([file])) else {
        Issue.record("stated size \(size)")
        continue
      }
    }
  }

  @Test func `all files together have a limit, and so have their number and the archive`() {
    let bytes = ZipWriter.archive((0..<10).map { File("f\($0)", "0123456789") })
    #expect(refusal(bytes, ZipLimits(entries: 10, totalBytes: 100)) == nil)
    #expect(refusal(bytes, ZipLimits(totalBytes: 99)) == .totalTooLarge(limit: 99))
    #expect(refusal(bytes, ZipLimits(entries: 9)) == .tooManyEntries(10, limit: 9))
    #expect(
      refusal(bytes, ZipLimits(archiveBytes: bytes.count - 1))
        == .archiveTooLarge(bytes: bytes.count, limit: bytes.count - 1))
  }

  @Test func `two files of one name are refused`() {
    let bytes = ZipWriter.archive([File("a", "1"), File("a", "2")])
    guard case .notAnArchive? = refusal(bytes) else {
      Issue.record("\(String(describing: refusal(bytes)))")
      return
    }
  }

  @Test func `a wrong checksum, an encrypted file and an unknown method are refused`() {
    var file = File("a", "1")
    file.checksum ^= 1
    guard case .damaged("a", _)? = refusal(ZipWriter.archive([file])) else {
      Issue.record("wrong checksum")
      return
    }
    file = File("a", "0123456789ab1")
    file.flags = 1
    #expect(refusal(ZipWriter.archive([file])) == .encrypted("a"))
    file = File("a", "1")
    file.method = 99
    #expect(refusal(ZipWriter.archive([file])) != nil)
  }

  @Test func `a file without a name is refused`() {
    #expect(refusal(ZipWriter.archive([File("", "x")])) == .unreadableName(position: 0))
  }

  @Test func `what is no archive is refused in words`() {
    for bytes in [[], [0x50, 0x4B], Array("hello, world".utf8)] as [[UInt8]] {
      guard case .notAnArchive(let reason)? = refusal(bytes) else {
        Issue.record("\(bytes)")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }

  @Test func `cut and changed archives never trap and give no wrong bytes`() throws {
    let bytes = ZipWriter.archive(Self.files)
    for count in 0..<bytes.count { #expect(refusal(Array(bytes.prefix(count))) != nil) }
    var generator = SplitMix64(seed: 8)
    for _ in 0..<5_000 {
      var broken = bytes
      let position = Int.random(in: 0..<bytes.count, using: &generator)
      broken[position] ^= UInt8.random(in: 1...255, using: &generator)
      guard var archive = try? ZipArchive(broken) else { continue }
      for entry in archive.entries {
        guard let read = try? archive.read(entry) else { continue }
        #expect([Array("[1]".utf8), Array(Self.text.utf8), []].contains(read), "byte \(position)")
      }
    }
  }
}
