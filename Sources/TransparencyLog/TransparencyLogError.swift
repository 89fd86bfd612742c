// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Why a proof, a note, a tile path or a stored tree was refused.
///
/// Cases carry the evidence a finding needs: what was expected and what was found.
public enum TransparencyLogError: Error, Hashable, Sendable {
  /// The leaf index is not smaller than the tree size.
  case leafOutsideTree(index: UInt64, size: UInt64)
  /// An older tree cannot be larger than the newer one.
  case sizesOutOfOrder(oldSize: UInt64, newSize: UInt64)
  /// The subtree is not complete in the tree that is being read.
  case subtreeIncomplete(level: Int, index: UInt64, size: UInt64)
  /// The stored hashes of a tile level could not be read; `reason` is the storage's own sentence.
  case tileUnreadable(tileLevel: Int, range: Range<UInt64>, reason: String)
  /// A proof for these sizes has exactly `expected` hashes.
  case proofLength(expected: Int, found: Int)
  /// The proof leads to another root than the one claimed for the tree of this size.
  case rootMismatch(size: UInt64, expected: Digest, computed: Digest)
  /// The proof shows neither the key nor two neighbours that it lies between.
  case notNeighbours(count: UInt64)
  /// A frontier has one hash for every bit set in the size.
  case frontierLength(size: UInt64, expected: Int, found: Int)
  /// A document breaks its grammar at a line (counted from 1).
  case malformed(TransparencyDocument, line: Int, requirement: String)
  /// A document is larger than this software reads.
  case limitExceeded(TransparencyDocument, quantity: String, limit: Int, found: Int)
  /// The key id written beside a key is not the one derived from it.
  case keyIDMismatch(name: String, expected: UInt32, found: UInt32)
  /// The key type byte, or the identifier after 0xff, is not one this software knows.
  case unsupportedKeyType(UInt8)
  /// Two verifiers answer to the same name and key id.
  case ambiguousKey(name: String, keyID: UInt32)
  /// A signature by a known key does not verify.
  case invalidSignature(name: String, keyID: UInt32)
  /// A key that must have signed has no line.
  case missingSignature(name: String, keyID: UInt32)
  /// No signature by a trusted key of the required kind was found.
  case noTrustedSignature
  /// The private key could not sign; `reason` is its own sentence.
  case signingFailed(name: String, reason: String)
  /// The checkpoint belongs to another log.
  case originMismatch(expected: String, found: String)
  /// An entry does not fit the uint16 length of an entry bundle.
  case entryTooLong(length: Int, limit: Int)
  /// An entry bundle ends inside an entry.
  case bundleTruncated(offset: Int, needed: Int, available: Int)
  /// An entry bundle holds another number of entries than its path says.
  case bundleCount(expected: Int, found: Int)
}

/// The documents this module reads, as named in errors.
public enum TransparencyDocument: String, Hashable, Sendable {
  /// C2SP signed note.
  case note = "signed note"
  /// C2SP checkpoint, the text of a note.
  case checkpoint
  /// C2SP tlog-proof.
  case proof = "transparency proof"
  /// Verifier key text.
  case verifierKey = "verifier key"
  /// Path of a tile or entry bundle.
  case tilePath = "tile path"
  /// Body of a request to a witness (C2SP tlog-witness).
  case witnessRequest = "add-checkpoint request"
  /// Answer of a witness.
  case witnessAnswer = "answer of the witness"
  /// C2SP tlog-policy.
  case policy = "witness policy"
}

extension TransparencyLogError: CustomStringConvertible {
  /// The refusal as a full sentence.
  public var description: String {
    switch self {
    case .leafOutsideTree(let index, let size):
      "Leaf \(index) is outside the tree of \(size) leaves."
    case .sizesOutOfOrder(let oldSize, let newSize):
      "A tree of \(oldSize) leaves cannot be the past of a tree of \(newSize) leaves."
    case .subtreeIncomplete(let level, let index, let size):
      "Subtree \(index) of level \(level) is not complete in the tree of \(size) leaves."
    case .tileUnreadable(let level, let range, let reason):
      "Hashes \(range) of tile level \(level) could not be read: \(reason)"
    case .proofLength(let expected, let found):
      "The proof must have \(expected) hashes but has \(found)."
    case .notNeighbours(let count):
      "The proof shows neither the key nor two neighbours around it among \(count) keys."
    case .rootMismatch(let size, let expected, let computed):
      """
      The root of the tree of \(size) leaves is claimed to be \(expected.hexadecimal) \
      but the proof leads to \(computed.hexadecimal).
      """
    case .frontierLength(let size, let expected, let found):
      "The frontier of a tree of \(size) leaves has \(expected) hashes, not \(found)."
    case .malformed(let document, let line, let requirement):
      "Line \(line) of the \(document.rawValue) is malformed: \(requirement)."
    case .limitExceeded(let document, let quantity, let limit, let found):
      "The \(document.rawValue) has \(found) \(quantity); at most \(limit) are read."
    default:
      signatureOrBundleDescription
    }
  }

  private var signatureOrBundleDescription: String {
    switch self {
    case .keyIDMismatch(let name, let expected, let found):
      "The key of \(name) has the id \(hexadecimal(expected)), not \(hexadecimal(found))."
    case .unsupportedKeyType(let type):
      "The note key type \(type) is not supported."
    case .ambiguousKey(let name, let keyID):
      "Two verifiers answer to \(name) with key id \(hexadecimal(keyID))."
    case .invalidSignature(let name, let keyID):
      "The signature of \(name) with key id \(hexadecimal(keyID)) does not verify."
    case .missingSignature(let name, let keyID):
      "The note has no line by \(name) with key id \(hexadecimal(keyID))."
    case .noTrustedSignature:
      "The note has no signature by a trusted key of the required kind."
    case .signingFailed(let name, let reason):
      "The private key of \(name) could not sign: \(reason)"
    case .originMismatch(let expected, let found):
      "The checkpoint belongs to \(found), not to \(expected)."
    case .entryTooLong(let length, let limit):
      "The entry has \(length) bytes; a bundle takes entries of at most \(limit) bytes."
    case .bundleTruncated(let offset, let needed, let available):
      "The bundle needs \(needed) bytes at offset \(offset) but has \(available)."
    case .bundleCount(let expected, let found):
      "The bundle must hold \(expected) entries but holds \(found)."
    default:
      preconditionFailure("described above")
    }
  }
}
