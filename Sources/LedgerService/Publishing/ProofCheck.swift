// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import LedgerCore
public import Quantities
public import TransparencyLog

/// What a proof file proves, found out offline from the proof, a public key and the entry.
public struct ProofCheck: Sendable {
  /// A witness that cosigned.
  public struct Witness: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// When it cosigned, in seconds since 1970.
    public let seconds: UInt64
  }

  /// The ledger.
  public let origin: String
  /// The index of the entry.
  public let index: UInt64
  /// How many entries the checkpoint covers.
  public let size: UInt64
  /// The root of the tree over them.
  public let root: Digest
  /// The witnesses among the keys given that cosigned the checkpoint.
  public let witnesses: [Witness]
  /// The entry, when it was given: then its inclusion is proved.
  public let entry: RegisteredEntry?

  /// Checks `proof` under `keys`: the ledger's first, then those of witnesses; throws `unsound`
  /// when anything does not verify.
  ///
  /// - Parameter entry: The bytes of the entry; without them only the checkpoint is checked.
  public init(proof: [UInt8], keys: [NoteVerifier], entry: [UInt8]?) throws(ServiceError) {
    guard let key = keys.first else {
      preconditionFailure("a proof is checked under the ledger's key")
    }
    let function: HashFunction = key.type == .sm2 ? .sm3 : .sha256
    do throws(TransparencyLogError) {
      let proof = try TlogProof(parsing: proof)
      let verified: VerifiedCheckpoint
      if let entry {
        verified = try proof.verify(
          entry: entry.span, origin: key.name, verifiers: keys, function: function)
      } else {
        verified = try proof.checkpoint.verified(origin: key.name, verifiers: keys)
        guard proof.index < verified.checkpoint.size else {
          throw .leafOutsideTree(index: proof.index, size: verified.checkpoint.size)
        }
      }
      origin = verified.checkpoint.origin
      index = proof.index
      size = verified.checkpoint.size
      root = verified.checkpoint.root
      witnesses = verified.signatures.compactMap { signature in
        signature.timestamp.map { Witness(name: signature.verifier.name, seconds: $0) }
      }
    } catch {
      throw .unsound(
        BilingualText("证明不成立:\(error)", "The proof does not hold: \(error)"))
    }
    if let entry {
      self.entry = try RegisteredEntry(entry, index: index, function: function, rows: NoRows())
    } else {
      self.entry = nil
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

  /// What is proved, in one sentence.
  public var sentence: BilingualText {
    let chineseWitnesses = witnesses.isEmpty ? "" : ",并由 \(names) 联署"
    let englishWitnesses = witnesses.isEmpty ? "" : ", cosigned by \(names)"
    guard let entry else {
      return BilingualText(
        "\(origin) 签署了前 \(size) 条条目的检查点\(chineseWitnesses);"
          + "条目 \(index) 是否在内须凭条目字节(--entry)核验。",
        "\(origin) signed a checkpoint over its first \(size) entries\(englishWitnesses); give "
          + "the entry's bytes (--entry) to prove that they are entry \(index).")
    }
    return BilingualText(
      "该条目即账本 \(origin) 的第 \(index) 条,登记于 \(entry.registered),"
        + "在其签署的前 \(size) 条之内\(chineseWitnesses)。",
      "The entry is entry \(index) of the ledger \(origin), registered \(entry.registered), "
        + "among the first \(size) entries it signed\(englishWitnesses).")
  }

  private var names: String { witnesses.map(\.name).joined(separator: ", ") }
}
