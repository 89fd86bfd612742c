// SPDX-License-Identifier: Apache-2.0

/// Where a ledger lies and in which of the two layouts.
public struct LedgerLocation: Sendable {
  /// How the bytes of a ledger lie in a directory.
  public enum Layout: Sendable, Hashable {
    /// A ledger directory, as the ledger itself writes it.
    case ledger
    /// A published tlog-tiles directory.
    case tiles
  }

  /// The directory.
  public let path: String
  /// The layout found there.
  public let layout: Layout

  /// Finds out what lies at `path`.
  public init(detecting path: String) throws(VerificationError) {
    let names = try DirectoryListing.names(path)
    self.path = path
    if names.contains("format") || names.contains("entries") {
      layout = .ledger
    } else if names.contains("checkpoint") || names.contains("tile") {
      layout = .tiles
    } else {
      throw .notALedger(path: path)
    }
  }

  func source() throws(VerificationError) -> any LedgerSource {
    switch layout {
    case .ledger: try LedgerDirectory(path)
    case .tiles: try TileDirectory(path)
    }
  }
}
