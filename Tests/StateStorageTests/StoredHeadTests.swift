// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing

@testable import StateStorage

@Suite struct StoredHeadTests {
  private var head: StoredHead {
    StoredHead(
      size: 0x0102_0304_0506_0708, root: HashFunction.sm3.digest(of: [1]),
      newestLeaf: HashFunction.sm3.digest(of: [2]), stamp: [5, 6, 7])
  }

  @Test func `a head is read back`() throws {
    #expect(try StoredHead(decoding: head.encoded) == head)
    let bare = StoredHead(size: 0, root: .zero, newestLeaf: .zero, stamp: [])
    #expect(try StoredHead(decoding: bare.encoded) == bare)
  }

  @Test func `another format is refused by its number`() {
    var bytes = head.encoded
    bytes[7] = 4
    #expect(throws: StateStorageError.otherFormat(found: 4, expected: 3)) {
      try StoredHead(decoding: bytes)
    }
  }

  @Test func `a head of an older format is known as such, so that the state is made anew`() {
    var bytes = head.encoded
    #expect(!StoredHead.isOlder(bytes))
    for (number, isOlder) in [(0, false), (2, true), (3, false), (4, false)] as [(UInt8, Bool)] {
      bytes[7] = number
      #expect(StoredHead.isOlder(bytes) == isOlder)
    }
    bytes[7] = 1
    #expect(!StoredHead.isOlder(Array(bytes[..<79])), "too short to be a head")
  }

  @Test func `every truncation of the fixed part is refused`() {
    for length in 0..<80 {
      #expect(throws: StateStorageError.self) {
        try StoredHead(decoding: Array(head.encoded[..<length]))
      }
    }
  }
}
