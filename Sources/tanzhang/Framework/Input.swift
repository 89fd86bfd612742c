// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities

/// What people type, as the ledger's values; the error names the option.
enum Input {
  static func date(_ text: String, _ option: String) throws(ServiceError) -> CalendarDate {
    try value(option, "2026-07-31") { () throws(QuantityError) in
      try CalendarDate(text: text)
    }
  }

  static func month(_ text: String, _ option: String) throws(ServiceError) -> CalendarMonth {
    try value(option, "2026-07") { () throws(QuantityError) in try CalendarMonth(text: text) }
  }

  /// A price in yuan.
  static func price(_ text: String, _ option: String) throws(ServiceError) -> Money {
    try value(option, "5.66") { () throws(QuantityError) in
      let price = try Money(Quantity(try ExactDecimal(groupedText: text), .yuan))
      guard price.fen >= 0 else { throw .outOfRange(.quantity, text: text) }
      return price
    }
  }

  /// Energy in MWh, exact.
  static func energy(_ text: String, _ option: String) throws(ServiceError) -> Energy {
    try value(option, "1234.567 (MWh)") { () throws(QuantityError) in
      try Energy(Quantity(try ExactDecimal(groupedText: text), .megawattHour))
    }
  }

  /// An exact decimal number.
  static func decimal(_ text: String, _ option: String) throws(ServiceError) -> ExactDecimal {
    try value(option, "12.34") { () throws(QuantityError) in try ExactDecimal(text: text) }
  }

  /// A province's number; 0 for none.
  static func province(_ text: String?, _ option: String) throws(ServiceError) -> UInt8 {
    guard let text else { return 0 }
    return try value(option, "CN-ZJ") { () throws(QuantityError) in
      try Province(text: text).number
    }
  }

  /// A duration in seconds: a number with s, m, h or d behind it.
  static func duration(_ text: String, _ option: String) throws(ServiceError) -> UInt64 {
    let units: [Character: UInt64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    if let unit = text.last.flatMap({ units[$0] }), let number = UInt32(text.dropLast()) {
      return UInt64(number) * unit
    }
    throw .invalid(
      BilingualText(
        "\(option):\"\(text)\" 不是时长;示例:36h",
        "\(option): \"\(text)\" is not a duration. Example: 36h"))
  }

  /// A digest: 64 hexadecimal digits, or the SHA-256 of the file at a path.
  static func digest(_ text: String) throws(ServiceError) -> Digest {
    if let digest = Digest(hexadecimal: text) { return digest }
    return HashFunction.sha256.digest(of: try LocalFile.read(text))
  }

  /// The keys of a ledger's checkpoints in files, one a line.
  static func logKeys(_ paths: [String]) throws(ServiceError) -> [NoteVerifier] {
    var keys: [NoteVerifier] = []
    for path in paths {
      keys += try ProofCheck.keys(in: String(decoding: try LocalFile.read(path), as: UTF8.self))
    }
    guard let other = keys.first(where: \.type.isCosignature) else { return keys }
    throw .invalid(
      BilingualText(
        "--vkey:\(other.name) 是见证方的公钥;请用 --witness 或 --policy 给出。",
        "--vkey: \(other.name) is the key of a witness; give it with --witness or --policy."))
  }

  /// One of `names`, as its position.
  static func choice(
    _ text: String, of names: [String], _ option: String
  ) throws(ServiceError) -> Int {
    if let position = names.firstIndex(of: text) { return position }
    let list = names.joined(separator: ", ")
    throw .invalid(
      BilingualText(
        "\(option):\"\(text)\" 不在 \(list) 之中。",
        "\(option): \"\(text)\" is none of \(list)."))
  }

  /// Grams of CO2e, exact to the milligram, as milligrams.
  static func grams(_ text: String, _ option: String) throws(ServiceError) -> Int64 {
    try value(option, "1234567.8 (g)") { () throws(QuantityError) in
      let grams = try ExactDecimal(groupedText: text)
      let milligrams = try (grams * ExactDecimal(1_000)).wholeNumber
      guard let milligrams, milligrams >= 0 else { throw .outOfRange(.quantity, text: text) }
      return milligrams
    }
  }

  /// A pseudonym, with or without its prefix.
  static func pseudonym(_ text: String) throws(ServiceError) -> Pseudonym {
    let prefix = "pseudonym:"
    let digits = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    return try value("--person", "64 hexadecimal digits") { () throws(QuantityError) in
      try Pseudonym(text: digits)
    }
  }

  /// What makes pseudonyms with the salt in a file; `nil` without one.
  static func pseudonymMaker(_ path: String?) throws(ServiceError) -> PersonPseudonym? {
    guard let path else { return nil }
    return try PersonPseudonym(salt: try LocalFile.read(path))
  }

  /// A number the ledger assigned: its code with a check character, or digits.
  static func number(_ text: String, _ option: String) throws(ServiceError) -> UInt32 {
    if let number = NumberedCode.number(text) { return number }
    throw .invalid(
      BilingualText("\(option):\"\(text)\" 不是编号。", "\(option): \"\(text)\" is no number."))
  }

  /// Positions from 0, parted by commas; `3-5` stands for 3,4,5.
  static func positions(_ text: String, _ option: String) throws(ServiceError) -> Set<Int> {
    var positions: Set<Int> = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        .map { Int(TextNormalization.trimmed(String($0))) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        0 <= first, first <= last, last <= 30_000
      else {
        throw .invalid(
          BilingualText(
            "\(option):\"\(part)\" 不是行号;示例:3,64-70",
            "\(option): \"\(part)\" is no row. Example: 3,64-70"))
      }
      positions.formUnion(first...last)
    }
    return positions
  }

  /// Refuses a number that no record can hold.
  static func atMost(
    _ limit: UInt32, _ value: UInt32, _ option: String
  ) throws(ServiceError) {
    guard value > limit else { return }
    throw .invalid(
      BilingualText("\(option):至多 \(limit)。", "\(option): at most \(limit)."))
  }

  private static func value<Value>(
    _ option: String, _ example: String, _ read: () throws(QuantityError) -> Value
  ) throws(ServiceError) -> Value {
    do throws(QuantityError) {
      return try read()
    } catch {
      throw .invalid(
        BilingualText(
          "\(option):\(error);示例:\(example)", "\(option): \(error) Example: \(example)"))
    }
  }
}
