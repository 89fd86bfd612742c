// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
import Cryptography
import Quantities

/// Commits the ledger to its whole state before this entry, so that one row of it, or the absence
/// of one, is provable without the rest.
///
/// Signed by participant 0; the first record of its statement. See docs/STATE_COMMITMENT.md.
public struct StateCommitmentRecord: Record {
  /// What the ledger commits to.
  public let commitment: StateCommitment

  /// Creates the record.
  public init(_ commitment: StateCommitment) { self.commitment = commitment }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 12, name: "state.commit",
    meaning: BilingualText(
      "对本条目之前的全部状态作出承诺。", "Commits to the whole state before this entry."),
    fields: [
      FieldDescription(
        "size", .unsigned(maximum: .max), BilingualText("条目数", "entries the state covers")),
      FieldDescription(
        "count", .unsigned(maximum: .max), BilingualText("叶数", "leaves of the tree")),
      FieldDescription(
        "root", .bytes(count: Digest.byteCount), BilingualText("树根", "root of the tree")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let size = try reader.readUnsigned()
    let count = try reader.readUnsigned()
    let offset = reader.offset
    guard let root = Digest(bytes: try reader.readBytes(counts: 32...32)) else {
      throw .unexpected(offset: offset, expected: "32 bytes", found: "others")
    }
    commitment = StateCommitment(size: size, count: count, root: root)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: commitment.size)
    writer.write(unsigned: commitment.count)
    writer.write(bytes: commitment.root.bytes)
  }
}
