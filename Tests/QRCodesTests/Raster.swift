// SPDX-License-Identifier: Apache-2.0
import Foundation
import QRCodes
import Testing

/// A picture of modules, read back from what was drawn.
struct Raster: Equatable {
  let side: Int
  private(set) var dark: [Bool]

  private init(side: Int) {
    self.side = side
    dark = [Bool](repeating: false, count: side * side)
  }

  /// The modules themselves, with the quiet zone.
  init(_ code: QRCode) {
    self.init(side: code.width + 8)
    for row in 0..<side {
      for column in 0..<side { dark[row * side + column] = code[row - 4, column - 4] }
    }
  }

  /// Fills the runs of the path in an SVG.
  init(svg: String) throws {
    let box = try #require(svg.firstMatch(of: #/viewBox="0 0 (\d+) (\d+)"/#))
    self.init(side: try #require(Int(box.1)))
    let path = try #require(svg.firstMatch(of: #/ d="([^"]*)"/#)?.1)
    for run in path.split(separator: "M") {
      let match = try #require(run.wholeMatch(of: #/(\d+) (\d+)h(\d+)v1H(\d+)z/#))
      let column = try #require(Int(match.1))
      let row = try #require(Int(match.2))
      let length = try #require(Int(match.3))
      #expect(match.1 == match.4)
      for place in column..<column + length { dark[row * side + place] = true }
    }
  }

  /// Reads half blocks.
  init(blocks: String) throws {
    let lines = blocks.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    self.init(side: lines[0].count)
    #expect(lines.count == (side + 1) / 2)
    for (line, text) in lines.enumerated() {
      #expect(text.count == side)
      for (column, character) in text.enumerated() {
        dark[2 * line * side + column] = character == " " || character == "▄"
        guard 2 * line + 1 < side else { continue }
        dark[(2 * line + 1) * side + column] = character == " " || character == "▀"
      }
    }
  }

  /// A picture in PGM, four pixels a module.
  var pgm: [UInt8] {
    var bytes = Array("P5 \(side * 4) \(side * 4) 255\n".utf8)
    for row in 0..<side * 4 {
      for column in 0..<side * 4 {
        bytes.append(dark[row / 4 * side + column / 4] ? 0 : 255)
      }
    }
    return bytes
  }
}

/// The scanner zbarimg, where it is installed.
enum Scanner {
  static let path: String? = {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/zbarimg" }.first(where: FileManager.default.isExecutableFile)
  }()

  /// What it reads in a picture.
  static func read(_ raster: Raster) throws -> String {
    let picture = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-code-\(UUID().uuidString).pgm")
    try Data(raster.pgm).write(to: picture)
    defer { try? FileManager.default.removeItem(at: picture) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = ["--quiet", "--raw", picture.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let text = String(decoding: data, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
