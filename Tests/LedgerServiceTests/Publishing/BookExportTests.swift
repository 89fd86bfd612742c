// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

@Suite struct BookExportTests {
  @Test func `the table's last balances are the ledger's`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let text = try Self.export(.csv, reading)
    let rows = try Self.rows(of: text)
    let header = try #require(rows.first)
    var balances: [String: Int64] = [:]
    for fields in rows.dropFirst() {
      let row = Dictionary(uniqueKeysWithValues: zip(header, fields))
      for side in ["from", "to"] {
        let key = "\(row[side] ?? "") \(row["asset"] ?? "") \(row["\(side)_standing"] ?? "")"
        balances[key] = Int64(row["\(side)_balance"] ?? "")
      }
    }
    #expect(balances.filter { $0.value != 0 } == (try Self.balances(reading)))
  }

  @Test func `every record is one line of JSON`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let lines = try Self.export(.jsonl, reading).split(separator: "\n")
    var position = 0
    for index in 0..<reading.standpoint.size {
      for record in try EntryQuery(index: index).run(on: reading).records {
        let json = try JSONValue(parsing: String(lines[position]))
        #expect(json["entry"]?.integer == Int64(index))
        #expect(json["data"] == record.json)
        position += 1
      }
    }
    #expect(position == lines.count)
  }

  @Test(.enabled(if: Hledger.path != nil))
  func `hledger finds the ledger's balances`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let journal = try Self.export(.hledger, reading)
    _ = try Hledger.run(["check", "ordereddates"], journal: journal)
    let output = try Hledger.run(["balance", "--flat", "-N", "-O", "csv"], journal: journal)
    var balances: [String: Int64] = [:]
    for fields in try Self.rows(of: output) {
      guard fields.count == 2, fields[0] != "account" else { continue }
      let parts = fields[0].split(separator: ":")
      for amount in fields[1].split(separator: ", ") {
        let words = amount.split(separator: " ")
        guard words.count == 2 else { continue }
        let commodity = words[1].replacing("\"", with: "")
        balances["\(parts[1]) \(commodity) \(parts[2])"] = Int64(
          words[0].replacing(".", with: ""))
      }
    }
    #expect(!balances.isEmpty)
    #expect(balances == (try Self.balances(reading)))
  }

  @Test func `the beancount journal opens every account once, before it is used`() async throws {
    let reading = try await DemonstrationLedger.reading()
    var opened: Set<String> = []
    var sums: [String: Int64] = [:]
    for line in try Self.export(.beancount, reading).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, words[1] == "open" {
        #expect(opened.insert(String(words[2])).inserted)
      } else if line.hasPrefix("  "), words.count >= 3, let amount = Int64(words[1]) {
        #expect(opened.contains(String(words[0])))
        let parts = words[0].split(separator: ":")
        let standing = parts[2].prefix(1).lowercased() + parts[2].dropFirst()
        sums["\(parts[1]) \(words[2]) \(standing)", default: 0] += amount
      }
    }
    #expect(sums.filter { $0.value != 0 } == (try Self.balances(reading)))
  }

  @Test func `an account's name gives back the identifier`() {
    let identifiers = [
      "91330400MA00000011", "external:CAR:Acme, Corp. (US)", "external:VCS:中国能源", "X", "XABC",
      "ABC", "abc", "a-b", "pseudonym:00ff", "#7", "external:GS:Ünïcode:más", "Xabc", "-",
    ]
    var names: Set<String> = []
    for identifier in identifiers {
      let name = BookNames.account(identifier)
      #expect(BookNames.identifier(ofAccount: name) == identifier)
      #expect(names.insert(name).inserted)
      #expect(name.utf8.allSatisfy { $0 == 0x2d || (0x30...0x7a).contains($0) && $0 != 0x3a })
      #expect(name.first?.isUppercase == true || name.first?.isNumber == true)
    }
  }

  private static func export(
    _ format: BookExport.Format, _ reading: LedgerReading
  ) throws -> String {
    var text = ""
    try BookExport(format).run(on: reading) { text += $0 }
    return text
  }

  private static func rows(of text: String) throws -> [[String]] {
    var reader = try CSVReader(Array(text.utf8))
    var record = CSVRecord()
    var rows: [[String]] = []
    while try reader.read(into: &record) {
      rows.append((0..<record.count).map { reader.text(of: record, at: $0) })
    }
    return rows
  }

  private static func balances(_ reading: LedgerReading) throws -> [String: Int64] {
    var query = BalanceQuery()
    query.includesIssuance = true
    return try query.run(on: reading.rows).reduce(into: [:]) {
      $0["\($1.holder.identifier) \($1.asset.code) \($1.standing)"] = $1.amount
    }
  }
}
