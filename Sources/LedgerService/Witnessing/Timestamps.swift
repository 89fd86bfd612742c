// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import FileStorage
import LedgerCore
import Quantities
import TransparencyLog

/// Timestamps (RFC 3161) over a ledger's checkpoints, kept beside their history.
///
/// What is stamped is the digest, by the ledger's hash, of a checkpoint's text: its three lines
/// follow from the entries, so a stamp stays worth something without any note.
public struct Timestamps: Sendable {
  /// A timestamp that is kept.
  public struct Line: Sendable {
    /// The size of the checkpoint.
    public let size: UInt64
    /// What the authority said.
    public let response: TimestampResponse
  }

  private let files: LedgerFiles
  private let suite: Suite
  private let attestations: AttestationFiles

  /// Opens the timestamps of the ledger whose files these are.
  public init(_ files: LedgerFiles) throws(ServiceError) {
    self.files = files
    suite = try Prover.suite(of: files)
    attestations = AttestationFiles(in: files.path)
  }

  /// A request for a timestamp over the checkpoint of `size` entries, by default the newest.
  public func request(ofSize size: UInt64? = nil) throws(ServiceError) -> TimestampRequest {
    let checkpoint = try Cosignatures(files).checkpoint(ofSize: size)
    do throws(CryptographyError) {
      return try TimestampRequest(
        imprint: suite.hash.digest(of: Array(checkpoint.note.text.utf8)), function: suite.hash,
        nonce: RandomBytes.generate(8))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Keeps an authority's answer; the checkpoint that it stamps is found by its digest.
  ///
  /// - Parameters:
  ///   - bytes: The answer, a TimeStampResp in DER.
  ///   - request: The request; its nonce must be that of the answer.
  ///   - authorities: Who must vouch for the authority; nil leaves that to readers.
  public func keep(
    _ bytes: [UInt8], request: [UInt8]? = nil, authorities: CertificateStore? = nil
  ) throws(ServiceError) -> Line {
    do throws(any Error) {
      let response = try TimestampResponse(decoding: bytes)
      if let request, TimestampRequest.nonce(in: request) != response.nonce {
        throw ServiceError.invalid(
          BilingualText("答复不是对此请求的答复。", "The answer is not one to this request."))
      }
      let (size, digest) = try stamped(by: response)
      if let authorities {
        try response.verify(digest, function: suite.hash, authorities: authorities)
      }
      try attestations.add(timestamp: bytes, ofSize: size)
      return Line(size: size, response: response)
    } catch {
      guard case .invalidTimestamp(let reason)? = error as? CryptographyError else {
        throw ServiceError(anything: error)
      }
      throw .unsound(
        BilingualText("时间戳无效:\(reason)", "The timestamp is not valid: \(reason)."))
    }
  }

  private func stamped(by response: TimestampResponse) throws -> (UInt64, Digest) {
    var found: (UInt64, Digest)?
    try CheckpointHistory(files).forEach { line in
      guard let note = try? SignedNote(parsing: line.note) else { return true }
      let digest = suite.hash.digest(of: Array(note.text.utf8))
      guard (try? response.require(digest, function: suite.hash)) != nil else { return true }
      found = (line.size, digest)
      return false
    }
    if let found { return found }
    throw ServiceError.notFound(
      BilingualText(
        "时间戳所盖的不是本账本的任何检查点。", "The timestamp is over none of this ledger's checkpoints."))
  }

  /// The timestamps that are kept, by size; `verify` checks them.
  public func lines() throws(ServiceError) -> [Line] {
    do throws(any Error) {
      return try attestations.timestampedSizes().flatMap { size in
        try attestations.timestamps(ofSize: size).map {
          Line(size: size, response: try TimestampResponse(decoding: $0))
        }
      }
    } catch {
      throw ServiceError(anything: error)
    }
  }
}

/// Files of certificates in PEM form.
public enum CertificateFile {
  /// Reads the certificates in the file at `path`.
  public static func read(_ path: String) throws(ServiceError) -> CertificateStore {
    let bytes = try LocalFile.read(path)
    do {
      return try CertificateStore(pem: bytes)
    } catch {
      throw .invalid(BilingualText("\(path):\(error)", "\(path): \(error)"))
    }
  }
}
