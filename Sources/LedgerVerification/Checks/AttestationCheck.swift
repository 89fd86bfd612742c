// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// A file of cosignatures or a timestamp, filed under the size of a checkpoint.
struct AttestationFile: Sendable {
  enum Kind: Sendable {
    case cosignatures, timestamp
  }

  let name: String
  let size: UInt64
  let kind: Kind

  /// Reads a name: a number of at least twelve digits; for timestamps a dash and a count follow.
  init?(_ kind: Kind, folder: String, _ file: String) {
    var digits = file[...]
    if kind == .timestamp {
      let parts = file.split(separator: "-" as Character, omittingEmptySubsequences: false)
      guard parts.count == 2, UInt8(parts[1]).map(String.init) == String(parts[1]) else {
        return nil
      }
      digits = parts[0]
    }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let size = UInt64(digits),
      digits.utf8.count == max(12, String(size).utf8.count)
    else { return nil }
    name = "\(folder)/\(file)"
    self.size = size
    self.kind = kind
  }

  /// The files in `folder`, and the names that do not belong there.
  ///
  /// What an interrupted writer left, a name that ends in `.new`, is neither.
  static func list(
    _ kind: Kind, in directory: String, folder: String
  ) throws(VerificationError) -> (files: [AttestationFile], unexpected: [String]) {
    var files: [AttestationFile] = []
    var unexpected: [String] = []
    for name in try DirectoryListing.names("\(directory)/\(folder)") where !name.hasSuffix(".new") {
      if let file = AttestationFile(kind, folder: folder, name) {
        files.append(file)
      } else {
        unexpected.append("\(folder)/\(name)")
      }
    }
    return (files, unexpected)
  }
}

/// Holds what others attest of checkpoints against the tree as it grows.
struct AttestationCheck {
  /// How far the ledger's clock may be ahead of a timestamp authority's, in seconds.
  private static let clockTolerance: Int64 = 300
  private static let byteLimit = 1 << 20

  private let path: String
  private let origin: String?
  private let function: HashFunction
  private let options: VerificationOptions
  /// Attestations of sizes the entries have not reached, smallest first.
  private var pending: ArraySlice<AttestationFile>
  /// The cosignatures of the largest size that has any.
  private(set) var newestCosignatures: SignedNote?
  /// The verified timestamp over the most entries.
  private(set) var newestTimestamp: ProvenTime?

  init(_ source: any LedgerSource, _ options: VerificationOptions, _ genesis: Genesis?) {
    path = source.path
    origin = genesis?.origin
    function = genesis?.suite.hash ?? .sha256
    self.options = options
    pending = source.attestationFiles.sorted { $0.size < $1.size }[...]
  }

  /// Compares the attestations of the size the tree has; `registered` is its last entry's time.
  mutating func compare(
    _ tree: TileAppender, _ registered: Timestamp, _ log: FindingLog
  ) throws(VerificationError) {
    while let file = pending.first, file.size <= tree.size {
      pending.removeFirst()
      guard let origin,
        let checkpoint = try? Checkpoint(origin: origin, size: tree.size, root: tree.root())
      else { continue }
      let bytes = try ReadOnlyFile(path, file.name)?.read(Self.byteLimit, at: 0) ?? []
      switch file.kind {
      case .cosignatures: compare(cosignatures: bytes, file, checkpoint, log)
      case .timestamp: compare(timestamp: bytes, file, checkpoint, registered, log)
      }
    }
  }

  private mutating func compare(
    cosignatures bytes: [UInt8], _ file: AttestationFile, _ checkpoint: Checkpoint,
    _ log: FindingLog
  ) {
    do {
      let note = try SignedNote(parsing: bytes)
      guard note.text.utf8.elementsEqual(checkpoint.text.utf8) else {
        log.add {
          Finding(
            .witness, Place(file: file.name), expected: "\(checkpoint.text.debugDescription)",
            actual: "\(note.text.debugDescription)")
        }
        return
      }
      newestCosignatures = note
      guard let policy = options.cosignatures?.policy else { return }
      let report = policy.judge(note)
      guard report.standings.contains(.invalid) else { return }
      log.add {
        Finding(
          .witness, Place(file: file.name), expected: "valid cosignatures",
          actual: report.description(of: policy))
      }
    } catch {
      log.add {
        Finding(.witness, Place(file: file.name), expected: "a signed note", actual: "\(error)")
      }
    }
  }

  private mutating func compare(
    timestamp bytes: [UInt8], _ file: AttestationFile, _ checkpoint: Checkpoint,
    _ registered: Timestamp, _ log: FindingLog
  ) {
    let place = Place(file: file.name)
    do {
      let response = try TimestampResponse(decoding: bytes)
      let digest = function.digest(of: Array(checkpoint.text.utf8))
      guard let authorities = options.timestampAuthorities else {
        return try response.require(digest, function: function)
      }
      try response.verify(digest, function: function, authorities: authorities)
      newestTimestamp = ProvenTime(size: checkpoint.size, seconds: response.seconds)
      let latest = Timestamp(seconds: response.seconds)
        .adding(milliseconds: Self.clockTolerance * 1_000)
      guard registered > latest else { return }
      log.add {
        Finding(
          .timestamp, Place(entry: checkpoint.size - 1, file: file.name),
          expected: "registered at \(Timestamp(seconds: response.seconds)) or before",
          actual: "\(registered): a time that had not come")
      }
    } catch {
      log.add {
        Finding(
          .timestamp, place, expected: "a timestamp over size \(checkpoint.size)",
          actual: "\(error)")
      }
    }
  }

  /// Reports attestations of more entries than there are: somebody saw them.
  func finish(_ size: UInt64, _ log: FindingLog) {
    for file in pending {
      log.add {
        Finding(
          file.kind == .timestamp ? .timestamp : .witness, Place(entry: size, file: file.name),
          expected: "\(file.size) entries", actual: "\(size): a rollback")
      }
    }
    guard options.timestampAuthorities != nil, newestTimestamp == nil else { return }
    log.add {
      Finding(.timestamp, expected: "a timestamp that verifies", actual: "none")
    }
  }
}
