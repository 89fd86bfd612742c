// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Glibc
import LedgerCore
import LedgerVerification

/// A ledger directory with a few bytes changed, read by a verifier and opened by a writer.
///
/// The sample's files are held in memory and written anew for every input, by calls that go on
/// after a signal: libFuzzer's alarm interrupts them.
enum RecoveryTarget {
  private static let path = "/dev/shm/tanzhang-fuzz-\(getpid())"

  /// The files a writer opens; not the stored state.
  private static let sample: [(name: String, bytes: [UInt8])] = {
    var names = ["format", "index"]
    for folder in ["checkpoints", "entries", "tree"] {
      names += SmallFile.names(in: "\(Samples.ledger)/\(folder)").sorted().map {
        "\(folder)/\($0)"
      }
    }
    return names.map { name in
      guard let bytes = SmallFile.read("\(Samples.ledger)/\(name)") else {
        fatalError("TANZHANG_FUZZ_LEDGER? \(name)")
      }
      return (name, bytes)
    }
  }()

  /// Bytes in fives: which file, where (3 bytes), what.
  static func run(_ bytes: [UInt8]) {
    var files = sample
    var place = 0
    while place + 5 <= bytes.count, place < 100 {
      let file = Int(bytes[place] & 0x7f) % files.count
      let offset = Int(bytes[place + 1]) << 16 | Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      let count = files[file].bytes.count
      if bytes[place] & 0x80 != 0 {
        files[file].bytes.removeLast(min(count, offset))
      } else if count > 0 {
        files[file].bytes[offset % count] = bytes[place + 4]
      }
      place += 5
    }
    do {
      try write(files)
    } catch {
      fatalError("\(error)")
    }
    open()
  }

  /// Reads all entries as a verification does: behind damaged lengths, to the end.
  private static func readEntries() {
    guard let location = try? LedgerLocation(detecting: path),
      var blocks = try? EntryBlocks(location)
    else { return }
    while let block = try? blocks.next() {
      precondition(block.entries.allSatisfy { $0.upperBound <= block.bytes.count })
    }
  }

  private static func write(
    _ files: [(name: String, bytes: [UInt8])]
  ) throws(StorageError) {
    LedgerReplacement.discard(path)
    for folder in ["checkpoints", "entries", "tree"] {
      try SmallFile.makeDirectory("\(path)/\(folder)")
    }
    for file in files { try SmallFile.create("\(path)/\(file.name)", file.bytes) }
  }

  private static func open() {
    readEntries()
    guard
      let (storage, recovery) = try? FileStorage.open(
        at: path, isAuthentic: { note, _ in note.count > 100 })
    else { return }
    if let opened = try? LedgerFiles(at: path), recovery.size > 0 {
      _ = try? opened.entry(at: recovery.size - 1)
      _ = try? opened.newestCheckpoint()
    }
    storage.close()
  }
}
