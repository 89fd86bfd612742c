// SPDX-License-Identifier: Apache-2.0

extension StatementRegister {
  /// The entry of the statement to which participant `issuer` gave the id `identifier`.
  ///
  /// - Returns: The index of the entry, or `nil` when no such statement has been admitted.
  public func entry(of identifier: [UInt8], by issuer: UInt32) -> UInt64? {
    guard identifier.count == Statement.identifierLength else { return nil }
    let word = { (bytes: ArraySlice<UInt8>) in bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    return entry(
      of: StatementKey(issuer: issuer, high: word(identifier[..<8]), low: word(identifier[8...])))
  }
}
