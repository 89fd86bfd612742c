// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
public import LedgerCore
public import Quantities

/// What a state says of the units that a code can mean.
///
/// A code can be read in more than one way (a certificate of this ledger, one of another registry,
/// `SERIES:SERIAL`). Every way is looked up, so that "not issued" leaves none out.
public struct UnitAnswer: Sendable, Equatable {
  /// A unit that was issued.
  public struct Held: Sendable, Equatable {
    /// The code people know it by.
    public let code: String
    /// The number of its series.
    public let series: UInt32
    /// The prefix of its series.
    public let prefix: String
    /// Its serial number in the series.
    public let serial: UInt64
    /// The numbers around it with the same holder, standing and last change.
    public let range: ClosedRange<UInt64>
    /// The code of its asset class.
    public let asset: String
    /// The unit of the asset class.
    public let unit: String
    /// The holder's number.
    public let holder: UInt32
    /// The holder's name and identifier.
    public let holderName: BilingualText
    /// The standing.
    public let standing: Standing
    /// The record that last changed it.
    public let lastChange: RecordPosition
  }

  /// A unit that was not issued.
  public struct Missing: Sendable, Equatable {
    /// Why there is no such unit.
    public enum Reason: String, Sendable {
      /// There is no such series.
      case series
      /// The series has certificates of the other trade class.
      case tradeClass = "class"
      /// The series has never had this number.
      case number
    }

    /// The series: its prefix, or `#` and its number.
    public let series: String
    /// The serial number in it.
    public let serial: UInt64
    /// Why there is no such unit.
    public let reason: Reason
  }

  /// The units that were issued, nearly always one or none.
  public private(set) var held: [Held] = []
  /// What else the code can mean.
  public private(set) var missing: [Missing] = []

  init(_ code: String, from state: inout some StateLookup) throws {
    let readings = UnitReading.all(of: code)
    guard !readings.isEmpty else {
      throw ServiceError.invalid(
        BilingualText(
          "\"\(code)\" 不是编号;请给出 32 位绿证编码、其他登记簿的序列号,或 号段:序号。",
          "\"\(code)\" is no code of a unit; give a certificate code of 32 characters, a serial "
            + "of another registry, or SERIES:SERIAL."))
    }
    for reading in readings { try look(for: reading, in: &state) }
  }

  private mutating func look(
    for reading: UnitReading, in state: inout some StateLookup
  ) throws {
    let (name, number, row) = try Self.series(reading.series, in: &state)
    func miss(_ reason: Missing.Reason) -> Missing {
      Missing(series: name, serial: reading.serial, reason: reason)
    }
    guard let number, let row else { return missing.append(miss(.series)) }
    let series = try StoredRows.decoded(Series.self, row)
    if let tradeClass = reading.tradeClass,
      SeriesAttributes(rawValue: series.attributes)?.tradeClass != tradeClass
    {
      return missing.append(miss(.tradeClass))
    }
    // The whole partition of the series: no number of it can be left out.
    let partition = try state.row(SectionCode.holdings, StateImage.key(number))
    let segments = try partition.map(Holdings.decode) ?? []
    guard let position = segments.lastIndex(where: { $0.first <= reading.serial }),
      segments[position].isIssued
    else { return missing.append(miss(.number)) }
    let segment = segments[position]
    let next = position + 1 < segments.count ? segments[position + 1].first : 0
    let asset = try state.needed(AssetClass.self, SectionCode.assets, series.asset)
    let holder = try state.needed(Participant.self, SectionCode.participants, segment.holder)
    held.append(
      Held(
        code: UnitLocation.code(of: reading.serial, in: series), series: number,
        prefix: series.prefix, serial: reading.serial, range: segment.first...(next &- 1),
        asset: asset.code, unit: asset.unit, holder: segment.holder,
        holderName: BilingualText(
          "\(holder.chineseName) (\(holder.identifier))",
          "\(holder.englishName) (\(holder.identifier))"),
        standing: segment.standing, lastChange: segment.lastChange))
  }

  private static func series(
    _ place: UnitReading.Place, in state: inout some StateLookup
  ) throws -> (name: String, number: UInt32?, row: [UInt8]?) {
    switch place {
    case .number(let number):
      let row = try state.row(SectionCode.series, StateImage.key(number))
      return ("#\(number)", number, row)
    case .prefix(let prefix):
      guard let key = try state.key(SectionCode.series, lookup: prefix) else {
        return (prefix, nil, nil)
      }
      guard let row = try state.row(SectionCode.series, key) else {
        throw BundleCheck.unsound("the row of the series \(prefix) is not there")
      }
      return (prefix, StateImage.number(key), row)
    }
  }
}

// MARK: - What is said of it

extension UnitAnswer {
  /// The finding as a clause of a sentence, in both languages.
  func finding(_ code: String) -> BilingualText {
    guard held.isEmpty else {
      return BilingualText(
        chinese: held.map(\.text.chinese).joined(separator: ";"),
        english: held.map(\.text.english).joined(separator: "; "))
    }
    return BilingualText(
      chinese: "没有核发过编号 \(code):" + missing.map(\.text.chinese).joined(separator: ";"),
      english: "no unit \(code) has ever been issued: "
        + missing.map(\.text.english).joined(separator: "; "))
  }

  /// The answer for programs.
  func json(_ code: String) -> JSONValue {
    [
      "text": .string(code), "present": .bool(!held.isEmpty),
      "units": .array(held.map(\.json)), "missing": .array(missing.map(\.json)),
    ]
  }
}

extension UnitAnswer.Held {
  fileprivate var text: BilingualText {
    let standing = standing.name(ofUnit: unit)
    let isNamed = code != "\(prefix):\(serial)"
    return BilingualText(
      chinese: "\(code)" + (isNamed ? "(号段 \(prefix) 的 \(serial) 号)" : "")
        + "由参与方 \(holder) \(holderName.chinese) 持有,\(standing.chinese),"
        + "与 \(range.lowerBound)–\(range.upperBound) 号一同由条目 \(lastChange.entry) 的记录 "
        + "\(lastChange.record) 变动至此",
      english: "\(code)" + (isNamed ? ", number \(serial) of the series \(prefix)," : "")
        + " is held by participant \(holder), \(holderName.english), \(standing.english), since "
        + "record \(lastChange.record) of entry \(lastChange.entry), like numbers "
        + "\(range.lowerBound)–\(range.upperBound)")
  }

  fileprivate var json: JSONValue {
    [
      "code": .string(code), "series": .integer(Int64(series)), "prefix": .string(prefix),
      "serial": .string(String(serial)), "first": .string(String(range.lowerBound)),
      "last": .string(String(range.upperBound)), "asset": .string(asset), "unit": .string(unit),
      "holder": .integer(Int64(holder)), "standing": .string(standing.name.english),
      "entry": .integer(Int64(clamping: lastChange.entry)),
      "record": .integer(Int64(lastChange.record)),
    ]
  }
}

extension UnitAnswer.Missing {
  fileprivate var text: BilingualText {
    switch reason {
    case .series: BilingualText("没有号段 \(series)", "there is no series \(series)")
    case .tradeClass:
      BilingualText(
        "号段 \(series) 属于另一交易类别", "the series \(series) is of the other trade class")
    case .number:
      BilingualText(
        "号段 \(series) 从无 \(serial) 号", "the series \(series) has never had number \(serial)")
    }
  }

  fileprivate var json: JSONValue {
    [
      "series": .string(series), "serial": .string(String(serial)),
      "reason": .string(reason.rawValue),
    ]
  }
}
