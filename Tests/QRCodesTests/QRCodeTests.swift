// SPDX-License-Identifier: Apache-2.0
import QRCodes
import Testing

@Suite struct QRCodeTests {
  private static let text = "TZ1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N"

  /// The capacity of some versions in alphanumeric mode (ISO/IEC 18004 table 7).
  @Test(arguments: [
    (1, QRCode.Correction.low, 25), (1, .medium, 20), (10, .low, 395), (10, .medium, 311),
    (27, .low, 2_132), (40, .low, 4_296), (40, .medium, 3_391),
  ])
  func `a text takes the smallest version that holds it`(
    version: Int, correction: QRCode.Correction, capacity: Int
  ) throws {
    let full = String(repeating: "A", count: capacity)
    let code = try QRCode(alphanumeric: full, correction)
    #expect(code.version == version)
    #expect(code.width == 17 + 4 * version)
    if version == 40 {
      #expect(throws: QRCodeError.length(capacity + 1, limit: capacity)) {
        try QRCode(alphanumeric: full + "A", correction)
      }
    } else {
      #expect(try QRCode(alphanumeric: full + "A", correction).version == version + 1)
    }
  }

  @Test func `what is no alphanumeric text is refused where it is wrong`() {
    #expect(throws: QRCodeError.notAlphanumeric(position: 2)) {
      try QRCode(alphanumeric: "ABc", .low)
    }
    #expect(throws: QRCodeError.notAlphanumeric(position: 1)) {
      try QRCode(alphanumeric: "A碳", .low)
    }
    #expect(throws: QRCodeError.length(0, limit: 3_391)) { try QRCode(alphanumeric: "", .medium) }
  }

  @Test func `the marks by which cameras find a code are where they must be`() throws {
    let code = try QRCode(alphanumeric: Self.text, .medium)
    let last = code.width - 7
    for (top, left) in [(0, 0), (0, last), (last, 0)] {
      for row in 0..<7 {
        for column in 0..<7 {
          let ring = max(abs(row - 3), abs(column - 3))
          #expect(code[top + row, left + column] == (ring != 2))
        }
      }
    }
    for place in 8..<code.width - 8 {
      #expect(code[6, place] == place.isMultiple(of: 2))
      #expect(code[place, 6] == place.isMultiple(of: 2))
    }
    #expect(code[code.width - 8, 8])
    #expect(!code[-1, 0] && !code[0, code.width])
  }

  @Test(arguments: QRCode.Correction.allCases)
  func `both drawings show every module, within a quiet zone of four`(
    correction: QRCode.Correction
  ) throws {
    let code = try QRCode(alphanumeric: Self.text, correction)
    let raster = Raster(code)
    #expect(raster.side == code.width + 8)
    #expect(try Raster(svg: code.svg(title: "x")) == raster)
    #expect(try Raster(blocks: code.blocks(isColoured: false)) == raster)
    let coloured = code.blocks(isColoured: true)
    let lines = coloured.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("\u{1B}[97;40m") && $0.hasSuffix("\u{1B}[0m") })
    let plain = lines.map { $0.dropFirst("\u{1B}[97;40m".count).dropLast("\u{1B}[0m".count) }
    #expect(try Raster(blocks: plain.joined(separator: "\n") + "\n") == raster)
  }

  @Test func `a title cannot leave its element`() throws {
    let code = try QRCode(alphanumeric: "A", .low)
    let svg = code.svg(title: "</title><script>&\u{7}证明")
    #expect(svg.contains("<title>&lt;/title&gt;&lt;script&gt;&amp; 证明</title>"))
    #expect(svg.contains(#"width="14.5mm" height="14.5mm" viewBox="0 0 29 29""#))
  }

  @Test(.enabled(if: Scanner.path != nil, "zbarimg is not on PATH"), arguments: [40, 700, 4_296])
  func `a scanner reads what was written`(length: Int) throws {
    let characters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    var text = ""
    var seed: UInt64 = 45
    for _ in 0..<length {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text.append(characters[Int(seed >> 33) % characters.count])
    }
    let code = try QRCode(alphanumeric: text, .low)
    #expect(try Scanner.read(try Raster(svg: code.svg(title: "x"))) == text)
    #expect(try Scanner.read(try Raster(blocks: code.blocks(isColoured: false))) == text)
  }
}
