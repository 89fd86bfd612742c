// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import LedgerCore
import Quantities
public import TransparencyLog

/// The form in which a proof is carried.
public enum ProofFormat: String, Sendable, CaseIterable {
  /// C2SP tlog-proof: text, for tools of transparency logs.
  case tlog
  /// COSE receipt (RFC 9942): CBOR, for tools of supply chains (SCITT).
  case cose
  /// A bundle: JSON that holds the entry and who signed it as well.
  case bundle
}

/// A proof as it is kept in a file, in whichever form; nothing is verified yet.
public enum ProofFile: Sendable {
  /// C2SP tlog-proof.
  case tlog(TlogProof)
  /// COSE receipt.
  case receipt(TreeReceipt)
  /// Bundle.
  case bundle(ProofBundle)
  /// A proof about the state.
  case state(StateProof)
  /// One of these as the text of a QR code, with the entry.
  indirect case code(ProofCode)

  /// The most bytes that are read, whatever a file says about itself.
  public static let byteLimit = 2 << 20

  /// Reads a file; the form is recognised by how it begins.
  public init(parsing bytes: [UInt8]) throws(ServiceError) {
    if StateProof.isForm(of: bytes) {
      self = .state(try StateProof(parsing: bytes))
      return
    }
    guard bytes.count <= Self.byteLimit else {
      throw Self.tooLong(bytes.count, limit: Self.byteLimit)
    }
    do throws(any Error) {
      switch bytes.first {
      case _ where ProofCode.begins(bytes): self = .code(try ProofCode(parsing: bytes))
      case UInt8(ascii: "{"): self = .bundle(try ProofBundle(parsing: bytes))
      case 0xD2: self = .receipt(try TreeReceipt(decoding: bytes))
      default: self = .tlog(try TlogProof(parsing: bytes))
      }
    } catch let error as ServiceError {
      throw error
    } catch {
      throw Self.malformed(error)
    }
  }

  /// How many entries its checkpoint covers; `nil` for a receipt, which has none.
  var checkpointSize: UInt64? {
    switch self {
    case .tlog(let proof): proof.checkpoint.claim.size
    case .receipt: nil
    case .bundle(let bundle): bundle.checkpoint.claim.size
    case .state(let proof): proof.commitment.checkpoint.claim.size
    case .code(let code): code.file.checkpointSize
    }
  }

  /// The proof about the state that the file or the code in it holds; `nil` for one of an entry.
  public var state: StateProof? {
    switch self {
    case .state(let proof): proof
    case .code(let code): code.file.state
    case .tlog, .receipt, .bundle: nil
    }
  }

  static func tooLong(_ count: Int, limit: Int) -> ServiceError {
    .unsound(
      BilingualText(
        "证明文件有 \(count) 字节,至多读取 \(limit) 字节。",
        "The proof has \(count) bytes; at most \(limit) are read."))
  }

  /// What is wrong with a proof's form or content.
  static func malformed(_ error: any Error) -> ServiceError {
    let reason: BilingualText =
      if let error = error as? ServiceError {
        BilingualText(error.message(in: .chinese), error.message(in: .english))
      } else {
        BilingualText("\(error)", "\(error)")
      }
    return .unsound(
      BilingualText("证明不成立:\(reason.chinese)", "The proof does not hold: \(reason.english)"))
  }
}
