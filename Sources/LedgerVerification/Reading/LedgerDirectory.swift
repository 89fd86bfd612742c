// SPDX-License-Identifier: Apache-2.0
import LedgerCore

/// A ledger directory: segments of entries and checkpoints, a file per tree level, an index.
struct LedgerDirectory: LedgerSource {
  private static let header = "tanzhang-ledger 1\n"
  private static let names: Set<String> = [
    "format", "entries", "tree", "checkpoints", "index", "lock", "state", "cosignatures",
    "timestamps",
  ]

  let path: String
  let entryFiles: [EntryFile]
  let checkpointFiles: [CheckpointFile]
  let hashStores: [HashStore]
  let attestationFiles: [AttestationFile]
  let indexFile: String? = "index"
  let horizon: Horizon?
  private let unexpected: [String]

  init(_ path: String) throws(VerificationError) {
    self.path = path
    var unexpected = try DirectoryListing.names(path).filter { !Self.names.contains($0) }
    // The order matters where somebody writes meanwhile: what is attested was covered before, and
    // what is covered was stored before.
    let cosignatures = try AttestationFile.list(
      .cosignatures, in: path, folder: "cosignatures")
    let timestamps = try AttestationFile.list(.timestamp, in: path, folder: "timestamps")
    attestationFiles = cosignatures.files + timestamps.files
    unexpected += cosignatures.unexpected + timestamps.unexpected
    let checkpoints = try Self.checkpointFiles(path)
    checkpointFiles = checkpoints.files
    unexpected += checkpoints.unexpected
    horizon = try Horizon(path, checkpointFiles)
    var entries: [EntryFile] = []
    for name in try DirectoryListing.names("\(path)/entries") {
      let file = "entries/\(name)"
      if let first = Self.number(name), first.isMultiple(of: 256) {
        entries.append(EntryFile(name: file, first: first, count: nil))
      } else {
        unexpected.append(file)
      }
    }
    var levels = 0
    for name in try DirectoryListing.names("\(path)/tree") {
      if let level = Int(name), (0..<8).contains(level), String(level) == name {
        levels = max(levels, level + 1)
      } else {
        unexpected.append("tree/\(name)")
      }
    }
    entryFiles = entries
    hashStores = (0..<levels).map { .file("tree/\($0)") }
    self.unexpected = unexpected
  }

  private static func checkpointFiles(
    _ path: String
  ) throws(VerificationError) -> (files: [CheckpointFile], unexpected: [String]) {
    var files: [CheckpointFile] = []
    var unexpected: [String] = []
    for name in try DirectoryListing.names("\(path)/checkpoints") {
      let file = "checkpoints/\(name)"
      if let first = Self.number(name) {
        files.append(CheckpointFile(name: file, first: first))
      } else {
        unexpected.append(file)
      }
    }
    return (files, unexpected)
  }

  func currentHorizon() throws(VerificationError) -> Horizon? {
    try Horizon(path, Self.checkpointFiles(path).files)
  }

  /// The number in a name of twelve digits.
  private static func number(_ name: String) -> UInt64? {
    guard name.utf8.count == 12, name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return UInt64(name)
  }

  func missingStore(level: Int) -> HashStore { .file("tree/\(level)") }

  func checkLayout(_ genesis: Genesis?, _ log: FindingLog) throws(VerificationError) {
    for name in unexpected {
      log.add {
        Finding(
          .unexpectedFile, Place(file: name), expected: "only files of the ledger", actual: name)
      }
    }
    if let lock = try ReadOnlyFile(path, "lock"), lock.size > 0 {
      log.add {
        Finding(
          .unexpectedFile, Place(file: "lock"), expected: "an empty file",
          actual: "\(lock.size) bytes")
      }
    }
    guard let genesis else { return }
    let expected = Self.header + "\(genesis.origin)\n\(genesis.suite.name)\n"
    let found = try ReadOnlyFile(path, "format")?.read(4_096, at: 0) ?? []
    guard !found.elementsEqual(expected.utf8) else { return }
    log.add {
      Finding(
        .format, Place(file: "format"), expected: "\"\(expected)\"",
        actual: "\"\(String(decoding: found, as: UTF8.self))\"")
    }
  }

  func suite() throws(VerificationError) -> Suite? {
    let bytes = try ReadOnlyFile(path, "format")?.read(4_096, at: 0) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n" as Character)
    return lines.count == 3 ? Suite(name: String(lines[2])) : nil
  }
}
