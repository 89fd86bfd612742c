// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import Quantities

/// Writes the whole book in a form that tools of others read.
public struct BookExport: Sendable {
  /// The forms.
  public enum Format: String, Sendable, CaseIterable {
    /// A journal for hledger and Ledger.
    case hledger
    /// A journal for beancount.
    case beancount
    /// One line a movement, with both balances after it (RFC 4180).
    case csv
    /// One line a record, as JSON.
    case jsonl
  }

  /// The form.
  public var format: Format

  /// Prepares an export in `format`.
  public init(_ format: Format) {
    self.format = format
  }

  /// Writes the export piece by piece to `write`.
  public func run(
    on reading: LedgerReading, _ write: (String) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    switch format {
    case .hledger: try writeBook(HledgerJournal(reading.standpoint), reading, write)
    case .beancount: try writeBook(BeancountJournal(reading.standpoint), reading, write)
    case .csv: try writeBook(MovementTable(), reading, write)
    case .jsonl: try RecordLines.write(reading, write)
    }
  }

  private static let pieceSize = 1 << 16

  private func writeBook(
    _ form: some BookForm, _ reading: LedgerReading,
    _ write: (String) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    var form = form
    var names = NameBook(reading.rows)
    var text = form.head
    try MovementReplay.forEachStep(of: reading) { (step) throws(ServiceError) in
      for transaction in try BookTransaction.all(of: step, &names) {
        form.append(transaction, to: &text)
      }
      if text.utf8.count >= Self.pieceSize {
        try write(text)
        text = ""
      }
      return true
    }
    if !text.isEmpty { try write(text) }
  }
}

/// A form of the book, written transaction by transaction.
protocol BookForm {
  /// What comes first.
  var head: String { get }
  /// Appends a transaction.
  mutating func append(_ transaction: BookTransaction, to text: inout String)
}

/// What one record moved.
struct BookTransaction {
  /// One account of the book.
  struct Account: Hashable {
    let number: UInt32
    let asset: UInt32
    let standing: Standing
    let identifier: String
    let name: BilingualText

    static func == (left: Account, right: Account) -> Bool {
      left.number == right.number && left.asset == right.asset && left.standing == right.standing
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(number)
      hasher.combine(asset)
      hasher.combine(standing)
    }
  }

  struct Part {
    let from: Account
    let to: Account
    let asset: AssetClass
    let assetNumber: UInt32
    let prefix: String
    let range: ClosedRange<UInt64>
    let amount: Int64
  }

  let position: RecordPosition
  let registered: Timestamp
  let type: String
  let issuer: String
  let parts: [Part]

  /// The day of registration in China.
  var date: CalendarDate { registered.date(offsetMinutes: 480) }

  /// The transactions of an entry, one for each record that moved units.
  static func all(
    of step: MovementReplay.Step, _ names: inout NameBook
  ) throws(ServiceError) -> [BookTransaction] {
    let types: [UInt64]
    do {
      types = try step.statement.records().map(\.type)
    } catch {
      throw ServiceError(anything: error)
    }
    var transactions: [BookTransaction] = []
    var start = 0
    while start < step.movements.count {
      let record = step.movements[start].record
      var parts: [Part] = []
      while start < step.movements.count, step.movements[start].record == record {
        parts.append(try part(step.movements[start], &names))
        start += 1
      }
      let type = types[Int(record)]
      transactions.append(
        BookTransaction(
          position: RecordPosition(entry: step.index, record: Int(record)),
          registered: step.registered,
          type: KnownRecords.shapes[type]?.name ?? String(type),
          issuer: try names.participant(step.statement.issuer)?.identifier ?? "",
          parts: parts))
    }
    return transactions
  }

  private static func part(
    _ movement: Accounts.Movement, _ names: inout NameBook
  ) throws(ServiceError) -> Part {
    func account(_ number: UInt32, _ standing: Standing) throws(ServiceError) -> Account {
      let row = try names.participant(number)
      return Account(
        number: number, asset: movement.asset, standing: standing,
        identifier: row?.identifier ?? "#\(number)",
        name: BilingualText(row?.chineseName ?? "", row?.englishName ?? ""))
    }
    guard let asset = try names.asset(movement.asset) else {
      throw Publication.unsound(
        "资产类别 \(movement.asset) 未登记", "asset class \(movement.asset) is not registered")
    }
    return Part(
      from: try account(movement.from, movement.fromStanding),
      to: try account(movement.to, movement.toStanding), asset: asset,
      assetNumber: movement.asset, prefix: try names.series(movement.series)?.prefix ?? "",
      range: movement.range, amount: movement.amount)
  }
}
