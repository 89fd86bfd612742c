// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import LedgerCore
import Quantities

extension RowSource {
  static func decoded<Row: StateRow>(
    _ type: Row.Type, _ value: [UInt8]
  ) throws(ServiceError) -> Row {
    do throws(CBORError) {
      var reader = CBORReader(value.span)
      let row = try Row(decoding: &reader)
      try reader.expectEnd()
      return row
    } catch {
      throw .unsound(
        BilingualText(
          chinese: "存储的状态无法读取(\(error));请运行 `tanzhang rebuild`。",
          english: "The stored state cannot be read (\(error)); run `tanzhang rebuild`."))
    }
  }

  /// The balances of a participant.
  public func lines(of participant: UInt32) throws(ServiceError) -> [AccountLine] {
    guard let value = try value(SectionCode.accounts, StateImage.key(participant)) else {
      return []
    }
    return try Self.decodedLines(value)
  }

  static func decodedLines(_ value: [UInt8]) throws(ServiceError) -> [AccountLine] {
    do {
      return try Accounts.decode(value)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The segments of a series.
  public func segments(of series: UInt32) throws(ServiceError) -> [Segment] {
    guard let value = try value(SectionCode.holdings, StateImage.key(series)) else { return [] }
    do {
      return try Holdings.decode(value)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The participant meant by `text`: an identifier, a number, `P…` with check character, or a
  /// name that only one participant has.
  public func participant(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: Participant) {
    if let number = try participantNumber(text),
      let row = try row(Participant.self, SectionCode.participants, number)
    {
      return (number, row)
    }
    let matches = try all(Participant.self, SectionCode.participants).filter {
      $0.row.chineseName == text || $0.row.englishName == text
    }
    if let match = matches.first, matches.count == 1 { return match }
    throw .notFound(
      BilingualText(
        chinese: matches.isEmpty
          ? "没有参与方 \"\(text)\";请用 `tanzhang participant list` 查看。"
          : "名称 \"\(text)\" 对应 \(matches.count) 个参与方;请使用统一社会信用代码。",
        english: matches.isEmpty
          ? "There is no participant \"\(text)\"; see `tanzhang participant list`."
          : "\(matches.count) participants are called \"\(text)\"; use the social credit code."))
  }

  /// The certification of a participant's key, or `nil`.
  public func certification(
    participant: UInt32, identifier: [UInt8]
  ) throws(ServiceError) -> Certification? {
    let key = Certification.key(participant: participant, identifier: identifier)
    guard let number = try number(SectionCode.certifications, lookup: key) else { return nil }
    return try row(Certification.self, SectionCode.certifications, number)
  }

  private func participantNumber(_ text: String) throws(ServiceError) -> UInt32? {
    // A text that is no code may be a name: only what parses is tried as a code.
    if let code = try? SocialCreditCode(text: text),
      let number = try number(SectionCode.participants, lookup: code.text)
    {
      return number
    }
    if let number = try number(SectionCode.participants, lookup: text) { return number }
    return NumberedCode.number(text)
  }
}
