// SPDX-License-Identifier: Apache-2.0

/// A serial of fields between hyphens, among them the two ends of the block.
///
/// The prefix is the serial without the block: its fields, head and tail, joined by hyphens. Most
/// registries print their serials so, and adding one is adding a value of this type.
public struct DelimitedSerialGrammar: SerialGrammar {
  /// The registry's code.
  public let registry: String
  /// The unit of one serial number.
  public let unit: String
  /// A serial as the registry prints it.
  public let example: String
  /// Where the form comes from.
  public let source: String
  /// The fields before the block.
  public let head: [SerialField]
  /// The fields after the block.
  public let tail: [SerialField]
  /// What stands between the two ends of the block: `-` or ` to `.
  public let rangeSeparator: String

  /// Creates a grammar of a registry whose units are tonnes of CO2 equivalent.
  public init(
    registry: String, head: [SerialField], tail: [SerialField] = [], rangeSeparator: String,
    example: String, source: String
  ) {
    self.registry = registry
    self.unit = "tCO2e"
    self.head = head
    self.tail = tail
    self.rangeSeparator = rangeSeparator
    self.example = example
    self.source = source
  }

  /// Reads a printed serial.
  public func parse(_ text: String) throws(SerialError) -> SerialRange {
    var fields = text.split(separator: "-", omittingEmptySubsequences: false)
    let hyphenated = rangeSeparator == "-"
    let expected = head.count + tail.count + (hyphenated ? 2 : 1)
    guard fields.count == expected else {
      throw .wrongFieldCount(expected: expected, found: fields.count)
    }
    let block: [Substring]
    if hyphenated {
      block = [fields.remove(at: head.count), fields.remove(at: head.count)]
    } else {
      let both = fields.remove(at: head.count)
      block = both.split(separator: rangeSeparator, omittingEmptySubsequences: false)
      guard block.count == 2 else {
        throw .unexpectedField(
          position: head.count, expected: "a block \"1\(rangeSeparator)9\"",
          found: String(both))
      }
    }
    try requireFields(fields)
    let first = try Self.blockNumber(block[0])
    let last = try Self.blockNumber(block[1])
    guard first <= last else { throw .reversed(first: first, last: last) }
    return SerialRange(
      registry: registry, prefix: fields.joined(separator: "-"), first: first, last: last)
  }

  /// The printed form of a range.
  public func text(of range: SerialRange) throws(SerialError) -> String {
    try requirePrefix(range.prefix)
    var fields = range.prefix.split(separator: "-").map(String.init)
    fields.insert("\(range.first)\(rangeSeparator)\(range.last)", at: head.count)
    return fields.joined(separator: "-")
  }

  /// Refuses a prefix that no serial of the registry can have.
  public func requirePrefix(_ prefix: String) throws(SerialError) {
    try requireFields(prefix.split(separator: "-", omittingEmptySubsequences: false))
  }

  private func requireFields(_ fields: [Substring]) throws(SerialError) {
    guard fields.count == head.count + tail.count else {
      throw .wrongFieldCount(expected: head.count + tail.count, found: fields.count)
    }
    for (position, text) in fields.enumerated() {
      let field = position < head.count ? head[position] : tail[position - head.count]
      guard field.matches(text) else {
        throw .unexpectedField(
          position: position, expected: field.phrase, found: String(text))
      }
    }
  }

  /// Reads a number as printed, so that printing it again gives the same characters.
  static func blockNumber(_ text: Substring) throws(SerialError) -> UInt64 {
    let bytes = text.utf8
    guard (1...18).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }),
      bytes.count == 1 || bytes.first != 0x30, let number = UInt64(text)
    else { throw .malformedNumber(String(text)) }
    return number
  }
}
