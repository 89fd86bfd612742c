// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Foundation
import LedgerCore
import Testing

/// Files larger than a chunk are read in whole lines, none lost and none twice.
@Suite struct LineChunksTests {
  private func chunks(of text: [UInt8]) throws -> [LineChunks.Chunk] {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/list"
    try Data(text).write(to: URL(fileURLWithPath: path))
    var reader = try LineChunks(path: path)
    #expect(reader.fileSize == text.count)
    var chunks: [LineChunks.Chunk] = []
    while let chunk = try reader.next() { chunks.append(chunk) }
    return chunks
  }

  @Test func `chunks end at line ends and join to the file`() throws {
    var text: [UInt8] = []
    for line in 0..<400_000 { text += Array("line \(line) of many\n".utf8) }
    text += Array("the last line has no end".utf8)
    let chunks = try chunks(of: text)
    #expect(chunks.count > 1)
    #expect(chunks.flatMap(\.bytes) == text)
    var line = 1
    var end = 0
    for chunk in chunks {
      #expect(chunk.firstLine == line)
      line += chunk.bytes.count { $0 == 0x0A }
      end += chunk.bytes.count
      #expect(chunk.end == end)
    }
    #expect(chunks.dropLast().allSatisfy { $0.bytes.last == 0x0A })
  }

  @Test func `an empty file has no chunk`() throws {
    #expect(try chunks(of: []).isEmpty)
  }

  @Test func `a line without an end is refused, not read into memory`() throws {
    #expect(throws: StorageError.self) {
      _ = try chunks(of: [UInt8](repeating: 0x61, count: LineChunks.chunkSize * 2))
    }
  }

  @Test func `a file that is not there is an error`() {
    #expect(throws: StorageError.self) { _ = try LineChunks(path: "/nonexistent/list") }
  }
}
