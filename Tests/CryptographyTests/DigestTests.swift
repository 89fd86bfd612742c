// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing

@Suite struct DigestTests {
  @Test func `bytes and text forms round trip`() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<50 {
      let bytes = random.bytes(32)
      let digest = try #require(Digest(bytes: bytes))
      #expect(digest.bytes == bytes)
      #expect(Digest(hexadecimal: digest.hexadecimal) == digest)
      #expect(Digest(base64: digest.base64) == digest)
      #expect(Digest(bytes: ([0] + bytes + [0])[1...32]) == digest)
      #expect(Digest(copying: ([7, 7, 7] + bytes).span, at: 3) == digest)
      #expect(digest.withBytes { span in span.indices.map { span[$0] } } == bytes)
    }
  }

  @Test(arguments: [0, 31, 33]) func `another length is refused`(count: Int) {
    #expect(Digest(bytes: [UInt8](repeating: 1, count: count)) == nil)
    #expect(Digest(hexadecimal: String(repeating: "01", count: count)) == nil)
  }

  @Test func `digests order as their bytes`() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<200 {
      let left = random.bytes(32)
      var right = left
      right[Int(random.next() % 32)] = UInt8(truncatingIfNeeded: random.next())
      let isLess = try #require(Digest(bytes: left)) < #require(Digest(bytes: right))
      #expect(isLess == left.lexicographicallyPrecedes(right))
    }
  }

  @Test func `the zero digest is all zeros`() {
    #expect(Digest.zero.bytes == [UInt8](repeating: 0, count: 32))
  }
}

@Suite struct Base64Tests {
  /// RFC 4648 §10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `published vectors hold both ways`(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "=", "Zm9v\n", " Zm9v", "Zm-_", "Zg==Zg==",
    "Zm9vZ", "Zm=v", "碳碳",
  ])
  func `anything but the canonical form is refused`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func `every byte round trips at every length`() {
    var random = SplitMix64(seed: 1)
    for count in 0..<130 {
      let bytes = random.bytes(count)
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }
}

@Suite struct Base45Tests {
  /// RFC 9285 §4.3 and §4.4.
  @Test(arguments: [
    ("", ""), ("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"),
    ("ietf!", "QED8WEX0"),
  ])
  func `published vectors hold both ways`(text: String, encoded: String) {
    #expect(Base45.encode(Array(text.utf8)) == encoded)
    #expect(Base45.decode(encoded) == Array(text.utf8))
  }

  /// `GGW` would be 65536 (RFC 9285 §4.4); two characters make at most 255.
  @Test(arguments: ["A", "AAAA", "GGW", ":::", "::", "V5A0", "ab", "A\n", "碳", "BB8=", "G6"])
  func `what nothing is written as is refused`(text: String) {
    #expect(Base45.decode(text) == nil)
  }

  @Test func `every byte round trips at every length`() {
    var random = SplitMix64(seed: 45)
    for count in 0..<130 {
      let bytes = random.bytes(count)
      #expect(Base45.decode(Base45.encode(bytes)) == bytes)
    }
    #expect(Base45.decode("FGW") == [0xFF, 0xFF])
  }
}

@Suite struct HexadecimalTests {
  @Test func `digits of either case decode and lowercase is written`() {
    #expect(Hexadecimal.decode("00fFaB9c") == [0, 0xff, 0xab, 0x9c])
    #expect(Hexadecimal.encode([0, 0xff, 0xab, 0x9c]) == "00ffab9c")
    #expect(Hexadecimal.encode([]) == "")
  }

  @Test(arguments: ["0", "0g", "0x00", " 00", "/0", ":0", "碳"])
  func `anything else is refused`(text: String) {
    #expect(Hexadecimal.decode(text) == nil)
  }
}

@Suite struct RandomBytesTests {
  @Test func `as many bytes come as were asked for and they differ`() throws {
    #expect(try RandomBytes.generate(0).isEmpty)
    #expect(try RandomBytes.generate(33).count == 33)
    #expect(try RandomBytes.generate(32) != RandomBytes.generate(32))
  }

  @Test func `constant-time comparison compares`() {
    #expect(constantTimeEquals([], []))
    #expect(constantTimeEquals([1, 2], [1, 2]))
    #expect(!constantTimeEquals([1, 2], [1, 3]))
    #expect(!constantTimeEquals([1, 2], [1, 2, 3]))
  }
}
