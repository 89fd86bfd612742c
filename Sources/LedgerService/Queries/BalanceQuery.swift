// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// One balance as it is printed.
public struct BalanceLine: Sendable, Equatable {
  /// The participant's number.
  public let participant: UInt32
  /// The participant.
  public let holder: Participant
  /// The asset class.
  public let asset: AssetClass
  /// The standing.
  public let standing: Standing
  /// The balance in the asset class's unit.
  public let amount: Int64
}

/// Balances by enterprise, asset class and standing.
public struct BalanceQuery: Sendable {
  /// The participant; all when `nil`.
  public var participant: String?
  /// The code of the asset class; all when `nil`.
  public var asset: String?
  /// Whether the issuers' contra accounts are shown too.
  public var includesIssuance = false

  /// Creates a query for all balances.
  public init(participant: String? = nil, asset: String? = nil) {
    self.participant = participant
    self.asset = asset
  }

  /// The balances, ordered by participant, asset class and standing; zero balances are left out.
  public func run(on rows: any RowSource) throws(ServiceError) -> [BalanceLine] {
    let wanted = try wantedAsset(rows)
    var assets: [UInt32: AssetClass] = [:]
    var lines: [BalanceLine] = []
    func append(_ number: UInt32, _ holder: Participant, _ account: AccountLine)
      throws(ServiceError)
    {
      guard account.amount != 0, wanted == nil || account.asset == wanted,
        includesIssuance || account.standing != .issuance
      else { return }
      var known = assets[account.asset]
      if known == nil {
        known = try rows.row(AssetClass.self, SectionCode.assets, account.asset)
      }
      guard let asset = known else { return }
      assets[account.asset] = asset
      lines.append(
        BalanceLine(
          participant: number, holder: holder, asset: asset, standing: account.standing,
          amount: account.amount))
    }
    if let participant {
      let found = try rows.participant(participant)
      for account in try rows.lines(of: found.number) {
        try append(found.number, found.row, account)
      }
      return lines
    }
    try rows.forEachRow(of: SectionCode.accounts) { (image) throws(ServiceError) in
      let number = StateImage.number(image.key) ?? 0
      guard let holder = try rows.row(Participant.self, SectionCode.participants, number)
      else { return true }
      for account in try StoredRows.decodedLines(image.value) {
        try append(number, holder, account)
      }
      return true
    }
    return lines
  }

  private func wantedAsset(_ rows: any RowSource) throws(ServiceError) -> UInt32? {
    guard let asset else { return nil }
    if let number = try rows.number(SectionCode.assets, lookup: asset) { return number }
    let codes = try rows.all(AssetClass.self, SectionCode.assets).map(\.row.code)
      .joined(separator: ", ")
    throw .notFound(
      BilingualText(
        chinese: "没有资产类别 \"\(asset)\";已登记:\(codes)。",
        english: "There is no asset class \"\(asset)\"; registered: \(codes)."))
  }
}
