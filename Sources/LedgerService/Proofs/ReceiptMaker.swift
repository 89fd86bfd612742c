// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import FileStorage
public import LedgerCore
import Quantities
import TransparencyLog

/// Makes COSE receipts (RFC 9942); needs the ledger's checkpoint key, since the root is signed in
/// a form of its own.
public struct ReceiptMaker: Sendable {
  private let prover: Prover
  private let files: LedgerFiles
  private let keys: KeyStore

  /// Creates a maker of receipts of the ledger whose files these are.
  public init(_ files: LedgerFiles, keys: KeyStore) throws(ServiceError) {
    self.files = files
    self.keys = keys
    prover = try Prover(files)
  }

  /// The receipt that entry `index` is in the tree of `checkpoint`, by default the newest.
  ///
  /// Only the root of a checkpoint that the ledger signed before is signed again. The subject of
  /// the receipt is the id of the entry's statement.
  public func make(
    _ index: UInt64, checkpoint: [UInt8]? = nil
  ) throws(ServiceError) -> (receipt: TreeReceipt, entry: [UInt8]) {
    let proof = try prover.prove(index, checkpoint: checkpoint)
    let key = try keys.key(KeyStore.checkpointName)
    do throws(any Error) {
      let genesis = try files.entry(at: 0)
      let verifier = try CheckpointKey.verifier(genesis: genesis)
      guard verifier.key == key.verifyingKey else {
        throw ServiceError.invalid(
          BilingualText(
            "\(keys.place(of: KeyStore.checkpointName)) 不是本账本的检查点密钥。",
            "\(keys.place(of: KeyStore.checkpointName)) is not the key of this ledger's "
              + "checkpoints."))
      }
      let claim = proof.proof.checkpoint
      let checkpoint = try claim.verified(origin: verifier.name, verifiers: [verifier]).checkpoint
      let statement = try ReadEntry(index, proof.entry).statement
      let receipt = try TreeReceipt.sign(
        InclusionProof(index: index, size: checkpoint.size, path: proof.proof.path),
        root: checkpoint.root, issuer: verifier.name,
        subject: Hexadecimal.encode(statement.identifier), key: key,
        suite: try Prover.suite(of: files))
      return (receipt, proof.entry)
    } catch let error as ReceiptError {
      throw .invalid(BilingualText("无法出具回执:\(error)", "No receipt can be made. \(error)"))
    } catch {
      throw ServiceError(anything: error)
    }
  }
}
