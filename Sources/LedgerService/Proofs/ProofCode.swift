// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import QRCodes
import Quantities
import TransparencyLog

/// A proof as a short text that a QR code holds whole, with the entry it is about.
///
/// The text is `TZ1:` and base45 (RFC 9285) of deterministic CBOR; Ledger/FORMAT.md §11.5 has the
/// grammar. It says what the file would say: hashes as bytes, and among many paths each hash once.
public struct ProofCode: Sendable {
  /// What every text begins with.
  public static let prefix = "TZ1:"
  /// The first item of the CBOR of each form.
  enum Form: UInt64 {
    case tlog = 0
    case receipt = 1
    case bundle = 2
    case state = 3
  }

  /// The proof; never a code itself.
  public let file: ProofFile
  /// The bytes of the entry; nil for a bundle or a proof about the state, which hold them.
  public let entry: [UInt8]?

  /// A code that carries `file` and the entry it is about.
  public init(_ file: ProofFile, entry: [UInt8]) {
    switch file {
    case .code(let code): self = code
    case .bundle:
      self.file = file
      self.entry = nil
    case .state(let proof):
      self.file = .state(proof.shortened)
      self.entry = nil
    case .tlog, .receipt:
      self.file = file
      self.entry = entry
    }
  }

  /// Whether `bytes` are meant to be the text of a code.
  static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: prefix.utf8) }

  /// The entry to check with, when a reader has one besides; it must be the same.
  func entry(given other: [UInt8]?) throws(ServiceError) -> [UInt8]? {
    guard let entry else { return other }
    guard other == nil || other == entry else {
      throw ProofFile.malformed(BundleCheck.unsound("the entry given is not the one in the code"))
    }
    return entry
  }

  // MARK: - The picture

  /// The picture, at level M of correction where it fits, else at level L.
  private func picture() throws(ServiceError) -> QRCode {
    let text = text
    let count = text.utf8.count
    let correction: QRCode.Correction = count <= QRCode.Correction.medium.capacity ? .medium : .low
    do {
      return try QRCode(alphanumeric: text, correction)
    } catch .length(_, let limit) {
      throw .invalid(tooLong(count, limit))
    } catch {
      throw .invalid(BilingualText("无法生成二维码:\(error)", "No QR code can be made: \(error)"))
    }
  }

  private func tooLong(_ count: Int, _ limit: Int) -> BilingualText {
    // What is about the state has one form, and more leaves in a larger state.
    let isShortened = file.state == nil
    return BilingualText(
      chinese: "证明有 \(count) 个字符,最大的二维码(版本 40)在纠错等级 L 容纳 \(limit) 个,在等级 M 容纳 "
        + "\(QRCode.Correction.medium.capacity) 个。请不加 --qr 以文件携带;"
        + (isShortened ? "证明包亦可换用较短的 --format tlog," : "")
        + "或用 --checkpoint 给出联署较少的检查点。",
      english: "The proof has \(count) characters; the largest QR code (version 40) holds "
        + "\(limit) at level L, \(QRCode.Correction.medium.capacity) at level M. Carry it as a "
        + "file, without --qr; or "
        + (isShortened ? "instead of a bundle take --format tlog, which is shorter, or " : "")
        + "give a checkpoint with fewer cosignatures with --checkpoint.")
  }

  /// The QR code as an SVG document; `title` is for those who do not see it.
  public func svg(title: String) throws(ServiceError) -> String {
    try picture().svg(title: title)
  }

  /// The QR code in half blocks for a terminal, white on black where colours are shown.
  public func blocks(isColoured: Bool) throws(ServiceError) -> String {
    try picture().blocks(isColoured: isColoured)
  }
}

// MARK: - The text

extension ProofCode {
  /// The text: 4 characters, and 3 for every 2 bytes of the CBOR.
  public var text: String {
    var writer = CBORWriter()
    switch file {
    case .tlog(let proof):
      writer.writeArrayHeader(5)
      writer.write(unsigned: Form.tlog.rawValue)
      writer.write(bytes: entry ?? [])
      writer.write(unsigned: proof.index)
      writer.write(bytes: proof.path.flatMap(\.bytes))
      writer.write(bytes: proof.checkpoint.note.bytes)
    case .receipt(let receipt):
      writer.writeArrayHeader(3)
      writer.write(unsigned: Form.receipt.rawValue)
      writer.write(bytes: entry ?? [])
      writer.write(bytes: receipt.bytes)
    case .bundle(let bundle):
      bundle.write(to: &writer)
    case .state(let proof):
      proof.write(to: &writer)
    case .code(let code): return code.text
    }
    return Self.prefix + Base45.encode(writer.bytes)
  }

  /// Reads a scanned text strictly; line ends behind it are left out.
  public init(parsing bytes: [UInt8]) throws(ServiceError) {
    let isLineEnd: (UInt8) -> Bool = { $0 == 0x0A || $0 == 0x0D }
    let text = bytes[..<((bytes.lastIndex { !isLineEnd($0) } ?? -1) + 1)]
    guard Self.begins(bytes),
      let content = Base45.decode(
        String(decoding: text.dropFirst(Self.prefix.utf8.count), as: UTF8.self))
    else {
      throw ProofFile.malformed(
        BundleCheck.unsound("it is not \(Self.prefix) and base45; scan the whole code again"))
    }
    do throws(any Error) {
      try self.init(decoding: content)
    } catch {
      throw ProofFile.malformed(error)
    }
    // One proof has one text: what is read must be what would be written.
    guard self.text.utf8.elementsEqual(text) else {
      throw ProofFile.malformed(BundleCheck.unsound("the code is not in its canonical form"))
    }
  }

  private init(decoding content: [UInt8]) throws {
    var reader = CBORReader(content.span)
    let count = try reader.readArrayHeader()
    switch (Form(rawValue: try reader.readUnsigned()), count) {
    case (.tlog, 5):
      let entry = try Self.entry(&reader)
      let index = try reader.readUnsigned()
      let path = try Self.digests(&reader, limit: ProofBundle.pathLimit)
      let checkpoint = try UnverifiedCheckpoint(parsing: try reader.readByteArray())
      self.init(
        .tlog(TlogProof(index: index, path: path, checkpoint: checkpoint)), entry: entry)
    case (.receipt, 3):
      let entry = try Self.entry(&reader)
      let receipt = try TreeReceipt(decoding: try reader.readByteArray())
      self.init(.receipt(receipt), entry: entry)
    case (.bundle, ProofBundle.codeLength):
      self.init(.bundle(try ProofBundle(decoding: &reader)), entry: [])
    case (.state, StateProof.codeLength):
      self.init(.state(try StateProof(decoding: &reader)), entry: [])
    default: throw BundleCheck.unsound("it has a form that is not known; use a newer tanzhang")
    }
    try reader.expectEnd()
  }

  static func entry(_ reader: inout CBORReader) throws -> [UInt8] {
    let bytes = try reader.readByteArray()
    guard bytes.count <= Entry.maximumLength else {
      throw BundleCheck.unsound("an entry has at most \(Entry.maximumLength) bytes")
    }
    return bytes
  }

  /// A suite by its number.
  static func suite(_ reader: inout CBORReader) throws -> Suite {
    let number = try reader.readUnsigned()
    guard number < UInt64(Suite.all.count) else {
      throw BundleCheck.unsound("its suite is number \(number), which is not known")
    }
    return Suite.all[Int(number)]
  }

  /// A path, each hash by its place among `hashes`.
  static func path(_ reader: inout CBORReader, _ hashes: [Digest]) throws -> [Digest] {
    let path = try reader.readByteArray().map { place throws -> Digest in
      guard Int(place) < hashes.count else {
        throw BundleCheck.unsound("a path names hash \(place) of \(hashes.count)")
      }
      return hashes[Int(place)]
    }
    guard path.count <= ProofBundle.pathLimit else {
      throw BundleCheck.unsound("a path has at most \(ProofBundle.pathLimit) hashes")
    }
    return path
  }

  /// Hashes one behind the other.
  static func digests(_ reader: inout CBORReader, limit: Int) throws -> [Digest] {
    let bytes = try reader.readByteArray()
    guard bytes.count.isMultiple(of: Digest.byteCount), bytes.count / Digest.byteCount <= limit
    else { throw BundleCheck.unsound("hashes are 32 bytes each, at most \(limit)") }
    return stride(from: 0, to: bytes.count, by: Digest.byteCount).map {
      Digest(copying: bytes.span, at: $0)
    }
  }
}
