// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import Cryptography
import LedgerCore
import Quantities
public import TransparencyLog

/// What a proof file proves, found out offline from the proof and a public key, and the entry
/// where the proof does not hold it.
public struct ProofCheck: Sendable {
  /// A witness that cosigned.
  public struct Witness: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// When it cosigned, in seconds since 1970.
    public let seconds: UInt64
  }

  /// The form of the proof.
  public let format: ProofFormat
  /// The ledger.
  public let origin: String
  /// The index of the entry.
  public let index: UInt64
  /// How many entries the checkpoint, or the receipt, covers.
  public let size: UInt64
  /// The root of the tree over them.
  public let root: Digest
  /// The checkpoint; a receipt has none.
  public let checkpoint: UnverifiedCheckpoint?
  /// The witnesses among the keys given that cosigned the checkpoint.
  public let witnesses: [Witness]
  /// The entry, when it was given: then its inclusion is proved.
  public let entry: RegisteredEntry?
  /// The record of the entry that a bundle is about.
  public let record: Int?
  /// The unit that a bundle is about.
  public let unit: ProofBundle.Unit?
  /// How the record names that unit.
  public let naming: UnitNaming
  /// Whether `index` and `size` are proved; a receipt need not say them under its signature.
  public let isPlaceProved: Bool
  /// Who signed the statement, when the proof is a bundle.
  public let signer: ProvedSigner?

  /// Checks `proof` under `keys`: the ledger's, then those of witnesses; throws `unsound` when
  /// anything does not verify.
  ///
  /// Of several keys of the ledger each must have signed.
  ///
  /// - Parameter entry: The bytes of the entry. A tlog-proof without them proves the checkpoint
  ///   only, a receipt nothing; a bundle and the text of a QR code hold them themselves.
  public init(proof: [UInt8], keys: [NoteVerifier], entry: [UInt8]?) throws(ServiceError) {
    let logKeys = keys.filter { !$0.type.isCosignature }
    guard !logKeys.isEmpty else {
      throw .invalid(
        BilingualText(
          "给出的公钥都是见证方的;请用 --vkey 给出账本的公钥。",
          "The keys given are those of witnesses; give the ledger's with --vkey."))
    }
    let suite: Suite = HashFunction(treeSignedBy: logKeys) == .sm3 ? .sm3SM2 : .sha256Ed25519
    var (file, entry) = (try ProofFile(parsing: proof), entry)
    if case .code(let code) = file { (file, entry) = (code.file, try code.entry(given: entry)) }
    if case .receipt = file, entry == nil {
      throw .invalid(
        BilingualText(
          "COSE 回执须连同条目字节核验;请用 --entry 给出。",
          "A COSE receipt is checked with the entry's bytes; give them with --entry."))
    }
    do throws(any Error) {
      switch file {
      case .tlog(let proof): try self.init(proof, keys, entry, suite)
      case .receipt(let receipt):
        try self.init(receipt, try Self.onlyKey(logKeys), entry ?? [], suite)
      case .bundle(let bundle):
        try self.init(try BundleCheck(bundle, keys: keys, suite: suite), entry, suite)
      case .state: throw BundleCheck.unsound("it is about the state, not about an entry")
      case .code: throw BundleCheck.unsound("a code holds another code")
      }
    } catch {
      throw ProofFile.malformed(error)
    }
  }

  private init(
    _ proof: TlogProof, _ keys: [NoteVerifier], _ entry: [UInt8]?, _ suite: Suite
  ) throws {
    let verified: VerifiedCheckpoint
    if let entry {
      verified = try proof.verify(
        entry: entry.span, origin: keys[0].name, verifiers: keys, function: suite.hash)
    } else {
      verified = try proof.checkpoint.verified(origin: keys[0].name, byAll: keys)
      guard proof.index < verified.checkpoint.size else {
        throw TransparencyLogError.leafOutsideTree(
          index: proof.index, size: verified.checkpoint.size)
      }
    }
    format = .tlog
    origin = verified.checkpoint.origin
    index = proof.index
    size = verified.checkpoint.size
    root = verified.checkpoint.root
    checkpoint = proof.checkpoint
    witnesses = Self.witnesses(verified)
    self.entry = try Self.read(entry, proof.index, suite)
    (record, unit, naming, signer) = (nil, nil, .none, nil)
    isPlaceProved = true
  }

  /// The key of a receipt, which has room for one signature.
  private static func onlyKey(_ keys: [NoteVerifier]) throws -> NoteVerifier {
    if let key = keys.first, keys.count == 1 { return key }
    throw ServiceError.unsound(
      BilingualText(
        "COSE 回执只有一个签名,不能用 \(keys.count) 个账本公钥核验;"
          + "请只给出第一个公钥,或改用 tlog-proof 或证明包。",
        "A COSE receipt has one signature and cannot stand for \(keys.count) keys of the ledger; "
          + "give its first key alone, or check a tlog-proof or a bundle."))
  }

  private init(
    _ receipt: TreeReceipt, _ key: NoteVerifier, _ entry: [UInt8], _ suite: Suite
  ) throws {
    let leaf = suite.hash.leafHash(of: entry)
    root = try receipt.verifiedRoot(leafHash: leaf, key: key.key)
    guard case .inclusion(let size, let index, _) = receipt.envelope.proof else {
      throw ReceiptError.otherProof(expected: "inclusion")
    }
    guard receipt.suite == suite else {
      throw BundleCheck.unsound("its suite is \(receipt.suite.name), the key's \(suite.name)")
    }
    if let issuer = receipt.issuer, issuer != key.name {
      throw BundleCheck.unsound("it was issued by \(issuer), the key is that of \(key.name)")
    }
    format = .cose
    origin = key.name
    self.index = index
    self.size = size
    checkpoint = nil
    witnesses = []
    self.entry = try Self.read(entry, index, suite)
    (record, unit, naming, signer) = (nil, nil, .none, nil)
    isPlaceProved = receipt.areNumbersSigned
  }

  private init(_ check: BundleCheck, _ entry: [UInt8]?, _ suite: Suite) throws {
    if let entry, entry != check.subject.bytes {
      throw BundleCheck.unsound("the entry given is not entry \(check.subject.index)")
    }
    format = .bundle
    origin = check.bundle.origin
    index = check.subject.index
    size = check.checkpoint.checkpoint.size
    root = check.checkpoint.checkpoint.root
    checkpoint = check.bundle.checkpoint
    witnesses = Self.witnesses(check.checkpoint)
    self.entry = try Self.read(check.subject.bytes, check.subject.index, suite)
    record = check.bundle.subject.record
    unit = check.bundle.subject.unit
    naming = check.naming
    isPlaceProved = true
    signer = check.signer
  }

  private static func read(
    _ entry: [UInt8]?, _ index: UInt64, _ suite: Suite
  ) throws -> RegisteredEntry? {
    try entry.map { bytes in
      try RegisteredEntry(bytes, index: index, function: suite.hash, rows: NoRows())
    }
  }

  private static func witnesses(_ checkpoint: VerifiedCheckpoint) -> [Witness] {
    checkpoint.signatures.compactMap { signature in
      signature.timestamp.map { Witness(name: signature.verifier.name, seconds: $0) }
    }
  }

  /// Reads a verifier key file: one `name+id+base64` a line.
  public static func keys(in text: String) throws(ServiceError) -> [NoteVerifier] {
    do throws(TransparencyLogError) {
      var keys: [NoteVerifier] = []
      for line in text.split(whereSeparator: \.isNewline) {
        keys.append(try NoteVerifier(vkey: String(line)))
      }
      if !keys.isEmpty { return keys }
      throw .malformed(
        .verifierKey, line: 1, requirement: "it is name+8 hexadecimal digits+base64")
    } catch {
      throw .invalid(BilingualText("公钥无法读取:\(error)", "The key cannot be read: \(error)"))
    }
  }
}
