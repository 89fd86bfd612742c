// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import Quantities

/// Finds the numbers of the persons whom a list names, by pseudonym or by the operator's own
/// identities and the salt.
struct PersonLookup: Sendable {
  /// The persons of the ledger when the list was begun; submitting activities adds none.
  let persons: PersonTable
  /// Makes pseudonyms of identities; `nil` when no salt was given.
  let maker: PersonPseudonym?

  /// The pseudonym of the identity in `range` of `bytes`; `nil` for an empty one or without salt.
  func pseudonym(
    ofUser bytes: Span<UInt8>, _ range: Range<Int>, _ scratch: inout [UInt8]
  ) -> Pseudonym? {
    guard let maker else { return nil }
    if let plain = maker.pseudonym(ofPlain: bytes, range, &scratch) { return plain }
    // An identity that cannot be read is no person.
    return try? maker.pseudonym(of: CellReader.text(bytes, range))
  }
}
