// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL
internal import Synchronization

/// SM3 contexts of the library, ready to hash.
///
/// Allocating one per message costs about a tenth of a short hash, so the last one used is kept
/// in a single atomic slot. Addresses stand for pointers because a context has one owner at a
/// time: whoever took it out of the slot.
enum SM3ContextPool {
  private static let spare = Atomic<UInt>(0)

  /// The address of SM3 itself: an EVP_MD fetched once and never freed.
  ///
  /// Fetching by name for each message would double the cost of a short hash. It is immutable
  /// and shared.
  static let algorithm: UInt = {
    let fetched = unsafe EVP_MD_fetch(nil, "SM3", nil)
    return UInt(bitPattern: fetched)
  }()

  /// A context at the start of a message; the caller gives it back.
  static func take() -> UInt {
    var context = spare.exchange(0, ordering: .acquiring)
    if context == 0 {
      context = unsafe UInt(bitPattern: EVP_MD_CTX_new())
    }
    let status = unsafe EVP_DigestInit_ex(
      OpaquePointer(bitPattern: context), OpaquePointer(bitPattern: algorithm), nil)
    precondition(
      context != 0 && algorithm != 0 && status == 1, "libcrypto was built without SM3")
    return context
  }

  /// Ends the caller's ownership of `context`.
  static func giveBack(_ context: UInt) {
    let displaced = spare.exchange(context, ordering: .acquiringAndReleasing)
    if displaced != 0 {
      unsafe EVP_MD_CTX_free(OpaquePointer(bitPattern: displaced))
    }
  }
}
