// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// The hash functions a ledger can be founded on.
public enum HashFunction: UInt8, Sendable, CaseIterable {
  /// SHA-256 (FIPS 180-4).
  case sha256
  /// SM3 (GB/T 32905-2016).
  case sm3
}

extension HashFunction {
  /// The digest of `message`.
  public func digest(of message: Span<UInt8>) -> Digest {
    unsafe message.withUnsafeBufferPointer { buffer in
      unsafe digest(of: UnsafeRawBufferPointer(buffer))
    }
  }

  /// The digest of `message`.
  public func digest(of message: [UInt8]) -> Digest {
    digest(of: message.span)
  }

  /// The digest of `message`.
  public func digest(of message: ArraySlice<UInt8>) -> Digest {
    digest(of: message.span)
  }

  /// The Merkle tree hash of a leaf: H(00 ‖ entry) (RFC 9162 §2.1.1).
  public func leafHash(of entry: Span<UInt8>) -> Digest {
    var context = HashingContext(self)
    context.update(byte: 0)
    context.update(entry)
    return context.finalize()
  }

  /// The Merkle tree hash of a leaf: H(00 ‖ entry) (RFC 9162 §2.1.1).
  public func leafHash(of entry: [UInt8]) -> Digest {
    leafHash(of: entry.span)
  }

  /// The Merkle tree hash of an inner node: H(01 ‖ left ‖ right) (RFC 9162 §2.1.1).
  public func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
    // One message on the stack, so that the library is entered once: the prefix is the last byte
    // of the first word.
    let words: InlineArray<9, UInt64> = [
      UInt64(1).bigEndian,
      left.word0.bigEndian, left.word1.bigEndian, left.word2.bigEndian, left.word3.bigEndian,
      right.word0.bigEndian, right.word1.bigEndian, right.word2.bigEndian, right.word3.bigEndian,
    ]
    return unsafe words.span.bytes.withUnsafeBytes { buffer in
      unsafe digest(of: UnsafeRawBufferPointer(rebasing: buffer[7...]))
    }
  }

  /// The leaf hashes of many entries that lie in one buffer, in the order of `ranges`.
  ///
  /// Every range must lie within `buffer`.
  public func leafHashes(in buffer: Span<UInt8>, ranges: [Range<Int>]) -> [Digest] {
    var hashes: [Digest] = []
    hashes.reserveCapacity(ranges.count)
    for range in ranges { hashes.append(leafHash(of: buffer.extracting(range))) }
    return hashes
  }

  private func digest(of message: UnsafeRawBufferPointer) -> Digest {
    switch self {
    case .sha256:
      var context = SHA256_CTX()
      unsafe SHA256_Init(&context)
      unsafe SHA256_Update(&context, message.baseAddress, message.count)
      return unsafe Digest.filling { unsafe SHA256_Final($0, &context) }
    case .sm3:
      let context = SM3ContextPool.take()
      defer { SM3ContextPool.giveBack(context) }
      unsafe EVP_DigestUpdate(
        OpaquePointer(bitPattern: context), message.baseAddress, message.count)
      return unsafe Digest.filling { output in
        unsafe EVP_DigestFinal_ex(OpaquePointer(bitPattern: context), output, nil)
      }
    }
  }
}

extension Digest {
  /// The digest that `body` writes, 32 bytes, to the pointer it is given; `body` returns 1.
  static func filling(_ body: (UnsafeMutablePointer<UInt8>) -> Int32) -> Digest {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let status = unsafe withUnsafeMutableBytes(of: &words) { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe body(base.assumingMemoryBound(to: UInt8.self))
    }
    precondition(status == 1, "the hash function cannot fail once it is set up")
    return Digest(
      words: (
        words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
      ))
  }
}
