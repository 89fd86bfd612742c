// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// One thing that is wrong with a ledger, with its evidence.
public struct Finding: Sendable, Hashable {
  /// Which check failed.
  public let check: Check
  /// The 0-based index of the entry concerned.
  public let entry: UInt64?
  /// The 0-based position of the record in the entry's statement.
  public let record: Int?
  /// The file concerned, as a path below the directory verified.
  public let file: String?
  /// The offset in the file of the first byte concerned.
  public let byteOffset: UInt64?
  /// What should have been found.
  public let expected: String
  /// What was found.
  public let actual: String
  /// The stable code of the rule broken, for instance `GEC-37`.
  public let ruleCode: String?
  /// The entry whose refusal may have caused this finding, when an earlier one was refused.
  public let mayFollowFrom: UInt64?
  /// What is wrong, in one sentence.
  public let sentence: BilingualText

  init(
    _ check: Check, _ place: Place = Place(), expected: String, actual: String,
    rule: (code: String, sentence: BilingualText)? = nil, mayFollowFrom: UInt64? = nil
  ) {
    self.check = check
    entry = place.entry
    record = place.record
    file = place.file
    byteOffset = place.byteOffset
    self.expected = expected
    self.actual = actual
    ruleCode = rule?.code
    self.mayFollowFrom = mayFollowFrom
    sentence = rule?.sentence ?? check.violation
  }

  /// Another byte than zero where nothing may be stored.
  static func padding(_ file: String, at offset: UInt64) -> Finding {
    Finding(
      .padding, Place(file: file, byteOffset: offset), expected: "0 to the end",
      actual: "another byte")
  }

  /// The order of reports: by entry, findings about no entry last.
  static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    let (a, b) = (left.entry ?? .max, right.entry ?? .max)
    if a != b { return a < b }
    let (c, d) = (left.check.rawValue, right.check.rawValue)
    if c != d { return c < d }
    let (e, f) = (left.file ?? "", right.file ?? "")
    if e != f { return e < f }
    let (g, h) = (left.byteOffset ?? .max, right.byteOffset ?? .max)
    return g != h ? g < h : left.actual < right.actual
  }
}

/// Where something was found.
struct Place: Sendable {
  var entry: UInt64?
  var record: Int?
  var file: String?
  var byteOffset: UInt64?
}

extension Finding: CustomStringConvertible {
  /// The finding as one English line.
  public var description: String {
    var place: [String] = []
    if let entry { place.append("entry \(entry)") }
    if let record { place.append("record \(record)") }
    if let file { place.append(file) }
    if let byteOffset { place.append("byte \(byteOffset)") }
    let code = ruleCode.map { " \($0)" } ?? ""
    return "\(check.rawValue)\(code) [\(place.joined(separator: ", "))]: \(sentence.english) "
      + "Expected \(expected); found \(actual)."
  }
}
