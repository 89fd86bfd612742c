// SPDX-License-Identifier: Apache-2.0

extension LedgerReading {
  /// The bytes of the first entry, which names the ledger's keys.
  public func genesisEntry() throws(ServiceError) -> [UInt8] {
    do {
      return try files.entry(at: 0)
    } catch {
      throw .storage(error)
    }
  }
}
