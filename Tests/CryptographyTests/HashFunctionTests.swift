// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing

@Suite struct HashFunctionTests {
  /// Messages and digests of FIPS 180-4 (its examples) and GB/T 32905-2016 annex A.
  static let vectors: [(HashFunction, String, String)] = [
    (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (.sm3, "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
    (.sm3, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (
      .sm3, String(repeating: "abcd", count: 16),
      "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    ),
  ]

  @Test(arguments: vectors)
  func `published vectors hold`(function: HashFunction, message: String, expected: String) {
    #expect(function.digest(of: Array(message.utf8)).hexadecimal == expected)
  }

  @Test func `a million a hash to the FIPS 180-4 value in uneven parts`() {
    var context = HashingContext(.sha256)
    var left = 1_000_000
    var size = 1
    while left > 0 {
      let count = min(size, left)
      context.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
      left -= count
      size = size % 997 + 13
    }
    #expect(
      context.finalize().hexadecimal
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test(arguments: HashFunction.allCases)
  func `a message hashed in parts equals the whole`(function: HashFunction) {
    var random = SplitMix64(seed: 7)
    for count in 0..<200 {
      let message = random.bytes(count)
      let cut = count == 0 ? 0 : Int(random.next() % UInt64(count))
      var context = HashingContext(function)
      context.update(Array(message[..<cut]))
      context.update(Array(message[cut...]))
      #expect(context.finalize() == function.digest(of: message))
    }
  }

  @Test(arguments: HashFunction.allCases)
  func `leaf and node hashes prefix 00 and 01`(function: HashFunction) {
    let left = function.digest(of: [1])
    let right = function.digest(of: [2])
    #expect(function.leafHash(of: [9, 8, 7]) == function.digest(of: [0, 9, 8, 7]))
    #expect(
      function.nodeHash(left, right) == function.digest(of: [1] + left.bytes + right.bytes))
    #expect(function.nodeHash(left, right) != function.nodeHash(right, left))
  }

  @Test func `the Certificate Transparency hasher vectors hold`() {
    #expect(
      HashFunction.sha256.leafHash(of: []).hexadecimal
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    #expect(
      HashFunction.sha256.leafHash(of: Array("L123456".utf8)).hexadecimal
        == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
  }

  @Test(arguments: HashFunction.allCases)
  func `leaves hashed together equal leaves hashed alone`(function: HashFunction) {
    var random = SplitMix64(seed: 11)
    let buffer = random.bytes(5_000)
    var ranges: [Range<Int>] = [0..<0, 5_000..<5_000, 0..<5_000]
    for _ in 0..<100 {
      let start = Int(random.next() % 5_000)
      ranges.append(start..<(start + Int(random.next() % UInt64(5_001 - start))))
    }
    let hashes = function.leafHashes(in: buffer.span, ranges: ranges)
    #expect(hashes == ranges.map { function.leafHash(of: Array(buffer[$0])) })
  }

  @Test func `SM3 contexts are not shared between tasks`() async {
    let message = [UInt8](repeating: 0x5a, count: 300)
    let expected = HashFunction.sm3.digest(of: message)
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<500).count { _ in HashFunction.sm3.digest(of: message) != expected }
        }
      }
      for await wrong in group { #expect(wrong == 0) }
    }
  }
}
