// SPDX-License-Identifier: Apache-2.0

extension LedgerState {
  /// Goes back to the state before the newest entry, which did nothing but commit to it.
  ///
  /// A commitment changes the ledger's own row and the register of statements, nothing else.
  /// Whether that was so, and whether `previous` is right, shows in the root of the state gone
  /// back to: it must be the one committed to.
  ///
  /// - Parameter previous: The entry of the commitment before it.
  public mutating func takeBackCommitment(previous: UInt64?) {
    precondition(size > 1, "genesis commits to nothing")
    statements.removeNewest()
    header.registered = statements.row(at: size - 1).registered
    header.commitment = previous
    commit()
    knownCommitment = nil
  }

  /// The newest entry before `end` that participant `issuer` signed and that is `wanted`.
  public func newestEntry(
    by issuer: UInt32, before end: UInt64, _ wanted: (UInt64) throws -> Bool
  ) rethrows -> UInt64? {
    for entry in (0..<end).reversed()
    where try statements.row(at: entry).key.issuer == issuer && wanted(entry) {
      return entry
    }
    return nil
  }
}
