// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// A hash computed over parts of a message.
public struct HashingContext: ~Copyable {
  private let function: HashFunction
  private var sha256 = SHA256_CTX()
  /// The address of an EVP_MD_CTX that this value owns; 0 for SHA-256.
  private let sm3: UInt

  /// Starts a hash by `function`.
  public init(_ function: HashFunction) {
    self.function = function
    switch function {
    case .sha256:
      sm3 = 0
      unsafe SHA256_Init(&sha256)
    case .sm3:
      sm3 = SM3ContextPool.take()
    }
  }

  deinit {
    if sm3 != 0 { SM3ContextPool.giveBack(sm3) }
  }

  /// Appends `bytes` to the message.
  public mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe update(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Appends `bytes` to the message.
  public mutating func update(_ bytes: [UInt8]) {
    update(bytes.span)
  }

  /// Appends one byte to the message.
  public mutating func update(byte: UInt8) {
    unsafe withUnsafeBytes(of: byte) { unsafe update($0) }
  }

  /// Ends the message and returns its digest.
  public consuming func finalize() -> Digest {
    switch function {
    case .sha256:
      unsafe Digest.filling { unsafe SHA256_Final($0, &sha256) }
    case .sm3:
      unsafe Digest.filling { output in
        unsafe EVP_DigestFinal_ex(OpaquePointer(bitPattern: sm3), output, nil)
      }
    }
  }

  private mutating func update(_ buffer: UnsafeRawBufferPointer) {
    switch function {
    case .sha256:
      unsafe SHA256_Update(&sha256, buffer.baseAddress, buffer.count)
    case .sm3:
      unsafe EVP_DigestUpdate(OpaquePointer(bitPattern: sm3), buffer.baseAddress, buffer.count)
    }
  }
}
