// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

extension StateProof {
  /// What shows that the entry with the commitment is in the ledger.
  enum Commitment: Sendable, Equatable {
    /// A bundle: it shows who signed the entry as well. Files hold it.
    case bundle(ProofBundle)
    /// The entry and its way to the root only, which is half as long. Codes hold it.
    case tlog(TlogProof, entry: [UInt8], Suite)

    var suite: Suite {
      switch self {
      case .bundle(let bundle): bundle.suite
      case .tlog(_, _, let suite): suite
      }
    }

    /// The checkpoint it is proved under.
    var checkpoint: UnverifiedCheckpoint {
      switch self {
      case .bundle(let bundle): bundle.checkpoint
      case .tlog(let proof, _, _): proof.checkpoint
      }
    }

    /// The short form.
    var shortened: Commitment {
      guard case .bundle(let bundle) = self, let entry = bundle.entry(bundle.subject.entry) else {
        return self
      }
      return .tlog(
        TlogProof(index: entry.index, path: entry.path, checkpoint: bundle.checkpoint),
        entry: entry.bytes, bundle.suite)
    }

    var json: JSONValue {
      switch self {
      case .bundle(let bundle): bundle.json
      case .tlog(let proof, let entry, let suite):
        [
          "suite": .string(suite.name), "entry": .string(Base64.encode(entry)),
          "tlog": .string(String(decoding: proof.bytes, as: UTF8.self)),
        ]
      }
    }

    init(_ json: JSONValue) throws {
      var fields = try ProofFields(json, "commitment")
      guard fields.has("tlog") else {
        self = .bundle(try ProofBundle(json))
        return
      }
      guard let suite = Suite(name: try fields.text("suite")) else {
        throw ProofFields.malformed("suite", "is not one of \(Suite.names)")
      }
      let entry = try fields.bytes("entry", limit: Entry.maximumLength)
      let proof = try TlogProof(parsing: Array(try fields.text("tlog").utf8))
      try fields.finish()
      self = .tlog(proof, entry: entry, suite)
    }

    /// The entry and that it is in the ledger, checked under `keys`.
    func check(_ keys: [NoteVerifier]) throws(ServiceError) -> (ProofCheck, entry: [UInt8]) {
      switch self {
      case .bundle(let bundle):
        guard bundle.subject.record == 0, let entry = bundle.entry(bundle.subject.entry) else {
          throw ProofFile.malformed(
            BundleCheck.unsound("its entry holds no commitment to the state"))
        }
        return (try ProofCheck(proof: bundle.bytes, keys: keys, entry: nil), entry.bytes)
      case .tlog(let proof, let entry, _):
        return (try ProofCheck(proof: proof.bytes, keys: keys, entry: entry), entry)
      }
    }
  }
}
