// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities

/// Checks the replayed state as a whole.
enum StateCheck {
  private struct Account: Hashable {
    let holder: UInt32
    let asset: UInt32
    let standing: Standing
  }

  private struct RowKey: Hashable {
    let section: UInt8
    let key: [UInt8]
    /// Whether it is a text by which a row is found.
    var isLookup = false
  }

  /// Checks that every class sums to zero and that serial numbers add up to the balances.
  static func balance(_ state: LedgerState, _ log: FindingLog) {
    let core = state.core
    var balances: [Account: Int128] = [:]
    var sums: [UInt32: Int128] = [:]
    for number in 0..<UInt32(core.accounts.participantCount) {
      for line in core.accounts.lines(of: number) where line.amount != 0 {
        sums[line.asset, default: 0] += Int128(line.amount)
        guard line.standing != .issuance else { continue }
        let account = Account(holder: number, asset: line.asset, standing: line.standing)
        balances[account, default: 0] += Int128(line.amount)
      }
    }
    for (asset, sum) in sums.sorted(by: { $0.key < $1.key }) where sum != 0 {
      log.add {
        Finding(.zeroSum, expected: "0", actual: "\(sum) of asset class \(asset)")
      }
    }
    let held = holdings(of: core)
    for account in Set(balances.keys).union(held.keys) {
      let (units, balance) = (held[account] ?? 0, balances[account] ?? 0)
      guard units != balance else { continue }
      log.add {
        Finding(
          .holdings, expected: "\(units) units by serial number",
          actual: "\(balance) of participant \(account.holder), asset class \(account.asset), "
            + account.standing.name.english)
      }
    }
  }

  private static func holdings(of core: CoreState) -> [Account: Int128] {
    var held: [Account: Int128] = [:]
    for number in 0..<UInt32(core.series.count) {
      let asset = core.series[number].asset
      let segments = core.holdings.segments(of: number)
      for (position, segment) in segments.enumerated() where segment.isIssued {
        let end =
          position + 1 < segments.count
          ? Int128(segments[position + 1].first) : Int128(UInt64.max) + 1
        let account = Account(
          holder: segment.holder, asset: asset, standing: segment.standing)
        held[account, default: 0] += end - Int128(segment.first)
      }
    }
    return held
  }

  /// Compares a stored state with the replayed one, row by row.
  static func compare(
    _ stored: StoredState, _ state: LedgerState, _ log: FindingLog
  ) throws(VerificationError) {
    // Rows are remembered by a hash of their bytes: the state may be larger than memory.
    var rows: [RowKey: Digest] = [:]
    state.visitImages(changedOnly: false) { image in
      rows[RowKey(section: image.section, key: image.key)] =
        HashFunction.sha256.digest(of: image.value)
      for text in image.lookupKeys {
        rows[RowKey(section: image.section, key: Array(text.utf8), isLookup: true)] =
          HashFunction.sha256.digest(of: image.key)
      }
    }
    func compare(_ row: RowKey, _ value: [UInt8]) {
      let expected = rows.removeValue(forKey: row)
      let actual = HashFunction.sha256.digest(of: value)
      guard expected != actual else { return }
      report(row, expected: expected?.hexadecimal, actual: actual.hexadecimal, log)
    }
    do {
      try stored.visit { image in
        compare(RowKey(section: image.section, key: image.key), image.value)
      }
      try stored.visitLookups { section, text, key in
        compare(RowKey(section: section, key: text, isLookup: true), key)
      }
    } catch let damage as StoredStateDamage {
      log.add {
        Finding(.state, expected: "the stored state as it was written", actual: damage.reason)
      }
      return
    } catch {
      throw .stateUnreadable(reason: "\(error)")
    }
    for (row, digest) in rows { report(row, expected: digest.hexadecimal, actual: nil, log) }
  }

  private static func report(
    _ row: RowKey, expected: String?, actual: String?, _ log: FindingLog
  ) {
    log.add {
      let key = Hexadecimal.encode(row.key)
      let name = "section \(row.section), \(row.isLookup ? "text" : "row") \(key)"
      return Finding(
        .state, expected: "\(name): \(expected ?? "no row")",
        actual: "\(name): \(actual ?? "no row")")
    }
  }
}
