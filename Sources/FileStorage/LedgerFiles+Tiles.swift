// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import TransparencyLog

extension LedgerFiles: TileSource {
  /// Reads the hashes `range` of a tile level.
  public func tileHashes(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest] {
    let width = UInt64(Digest.byteCount)
    do {
      let bytes = try tileBytes(level: level, range: range)
      guard UInt64(bytes.count) == UInt64(range.count) * width else {
        throw TransparencyLogError.tileUnreadable(
          tileLevel: level, range: range,
          reason: "\(directory.treeLevel(level)) ends after \(bytes.count) of its bytes.")
      }
      return (0..<range.count).map { place in
        Digest(copying: bytes.span, at: place * Digest.byteCount)
      }
    } catch let error as TransparencyLogError {
      throw error
    } catch {
      throw .tileUnreadable(tileLevel: level, range: range, reason: "\(error)")
    }
  }
}
