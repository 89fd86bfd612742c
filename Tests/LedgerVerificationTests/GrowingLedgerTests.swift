// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerCore
import LedgerVerification
import Mechanisms
import Testing

/// A ledger is verified while somebody writes it.
@Suite struct GrowingLedgerTests {
  private static let count = 300

  /// Verifies the first `size` entries of a ledger and calls `meanwhile` after entry `size` / 2.
  private func verify(
    _ ledger: SampleLedger, at size: Int, patience: Duration = .zero,
    damage: (inout [String: [UInt8]]) -> Void = { _ in },
    meanwhile: @escaping @Sendable (Folder) throws -> Void
  ) async throws -> VerificationReport {
    var files = try Self.files(ledger, size, checkpoints: [1, size])
    damage(&files)
    let folder = try Folder(files)
    let middle = try Folder(try Self.files(ledger, size / 2, checkpoints: [size / 2]))
    var images: [StateImage] = []
    let before = try await Verifier(mechanisms: Mechanisms.all)
      .verify(LedgerLocation(detecting: middle.path))
    before.replayedState.visitImages(changedOnly: false) { images.append($0) }
    var options = VerificationOptions()
    // The stored state is compared in the middle of the replay: there the writer comes.
    let stored = images
    options.storedState = StoredState(
      size: UInt64(size / 2),
      lookups: { visit in
        for image in stored {
          for text in image.lookupKeys { visit(image.section, Array(text.utf8), image.key) }
        }
      },
      visit: { visit in
        try meanwhile(folder)
        stored.forEach(visit)
      })
    options.patience = patience
    return try await Verifier(mechanisms: Mechanisms.all)
      .verify(LedgerLocation(detecting: folder.path), options: options)
  }

  /// The files after `count` entries, with the checkpoints of `sizes`.
  private static func files(
    _ ledger: SampleLedger, _ count: Int, checkpoints sizes: [Int]
  ) throws -> [String: [UInt8]] {
    var part = ledger
    part.statements = Array(ledger.statements.prefix(count))
    part.checkpointSizes = sizes
    part.padding = 4_096
    return try part.files()
  }

  @Test(arguments: [(10, 11), (10, 290), (200, 257), (255, 256), (256, 300)])
  func `entries that come meanwhile are none of its findings`(size: Int, grown: Int) async throws {
    let ledger = try SampleLedger.long(Self.count)
    let report = try await verify(ledger, at: size) { folder in
      try folder.overwrite(try Self.files(ledger, grown, checkpoints: [1, size, grown]))
    }
    #expect(report.findings == [])
    #expect(report.size == UInt64(size))
    #expect(report.coveredSize == UInt64(size))
    #expect(report.reachedSize == UInt64(grown))
  }

  @Test(arguments: [(10, 11), (200, 257), (255, 256), (256, 300)])
  func `a publication goes on while it is verified`(size: Int, grown: Int) async throws {
    let ledger = try SampleLedger.long(Self.count)
    func published(_ count: Int) throws -> [String: [UInt8]] {
      var part = ledger
      part.statements = Array(ledger.statements.prefix(count))
      return try part.published()
    }
    let folder = try Folder(try published(size))
    var options = VerificationOptions()
    let next = try published(grown)
    options.storedState = StoredState(
      size: 2, lookups: { _ in },
      visit: { _ in
        try folder.write("tile/0/000.p/7.12-0.new", [1])
        for (name, bytes) in next { try folder.write(name, bytes) }
      })
    let report = try await Verifier(mechanisms: Mechanisms.all)
      .verify(LedgerLocation(detecting: folder.path), options: options)
    // No rows were given to compare; nothing else is found.
    #expect(Set(report.findings.map(\.check)) == [.state])
    #expect(report.size == UInt64(size))
    #expect(report.reachedSize == UInt64(grown))

    // Without a new checkpoint the same tiles are too many.
    try folder.write("checkpoint", try #require(try published(size)["checkpoint"]))
    let before = try await Verifier(mechanisms: Mechanisms.all)
      .verify(LedgerLocation(detecting: folder.path))
    #expect(before.findings.contains { $0.check == .coverage })
  }

  @Test func `entries that no checkpoint covers yet are waited for`() async throws {
    let ledger = try SampleLedger.long(Self.count)
    let report = try await verify(ledger, at: 20, patience: .seconds(60)) { folder in
      try folder.overwrite(try Self.files(ledger, 25, checkpoints: [1, 20]))
      Task.detached {
        try await Task.sleep(for: .milliseconds(100))
        try folder.overwrite(try Self.files(ledger, 25, checkpoints: [1, 20, 25]))
      }
    }
    #expect(report.findings == [])
    #expect(report.reachedSize == 25)
  }

  @Test func `entries that no checkpoint ever covers are found as ever`() async throws {
    let ledger = try SampleLedger.long(Self.count)
    let report = try await verify(ledger, at: 20, patience: .milliseconds(50)) { folder in
      try folder.overwrite(try Self.files(ledger, 25, checkpoints: [1, 20]))
    }
    #expect(report.findings.map(\.check) == [.coverage])
    #expect(report.findings.first?.entry == 20)
    #expect(report.size == 25)
  }

  @Test func `growth that the ledger did not sign excuses nothing`() async throws {
    let ledger = try SampleLedger.long(Self.count)
    let report = try await verify(ledger, at: 20) { folder in
      var files = try Self.files(ledger, 25, checkpoints: [1, 20, 25])
      let name = "checkpoints/000000000000"
      var history = files[name] ?? []
      let end = history.lastIndex { $0 != 0 } ?? 0
      history[end - 10] ^= 1
      files[name] = history
      try folder.overwrite(files)
    }
    #expect(Set(report.findings.map(\.check)) == [.coverage, .checkpointSignature])
  }

  @Test func `what is damaged below the horizon is found although the ledger grows`() async throws {
    let ledger = try SampleLedger.long(Self.count)
    let report = try await verify(
      ledger, at: 20, damage: { $0["tree/0"]?[32 * 15] ^= 1 },
      meanwhile: { folder in
        try folder.overwrite(try Self.files(ledger, 25, checkpoints: [1, 20, 25]))
      })
    #expect(report.findings.map(\.check) == [.tree])
    #expect(report.findings.first?.entry == 15)
    #expect(report.reachedSize == 25)
  }
}

extension Folder {
  /// Writes files in place, as a writer of the ledger does: no reader sees one cut short.
  fileprivate func overwrite(_ files: [String: [UInt8]]) throws {
    for (name, bytes) in files {
      guard let handle = FileHandle(forUpdatingAtPath: "\(path)/\(name)") else {
        try write(name, bytes)
        continue
      }
      try handle.write(contentsOf: Data(bytes))
      try handle.close()
    }
  }
}
