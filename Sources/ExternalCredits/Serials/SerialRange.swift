// SPDX-License-Identifier: Apache-2.0

/// A run of serial numbers of one registry: what a printed serial such as
/// `CAR-1-US-1008-27-845-WA-2015-2010-1 to 8645` names.
public struct SerialRange: Sendable, Hashable {
  /// The registry's code, for instance `ACR`.
  public let registry: String
  /// Everything in the printed serial but the two ends of the block.
  public let prefix: String
  /// The first number of the block.
  public let first: UInt64
  /// The last number of the block, never less than the first.
  public let last: UInt64

  /// Creates a range; `first` must not exceed `last`.
  public init(registry: String, prefix: String, first: UInt64, last: UInt64) {
    precondition(first <= last, "a block ends where it begins, or later")
    self.registry = registry
    self.prefix = prefix
    self.first = first
    self.last = last
  }

  /// How many units the block has; `UInt64.max` for a block of all numbers.
  public var count: UInt64 {
    let (count, overflow) = (last - first).addingReportingOverflow(1)
    return overflow ? .max : count
  }
}

/// Why a text is not a serial of its registry.
public enum SerialError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No grammar is known for the registry.
  case unknownRegistry(String)
  /// The field at `position` (0-based) is not what the grammar has there.
  case unexpectedField(position: Int, expected: String, found: String)
  /// The text has another number of fields.
  case wrongFieldCount(expected: Int, found: Int)
  /// A number of the block has a leading zero, more than 18 digits, or is no number.
  case malformedNumber(String)
  /// The block ends before it begins.
  case reversed(first: UInt64, last: UInt64)
  /// Both ends are codes, but of different series.
  case differentSeries(String, String)

  /// The reason as a sentence.
  public var description: String {
    switch self {
    case .unknownRegistry(let registry):
      "No serial grammar is known for the registry \"\(registry)\"."
    case .unexpectedField(let position, let expected, let found):
      "Field \(position + 1) is \"\(found)\" where \(expected) must stand."
    case .wrongFieldCount(let expected, let found):
      "The serial has \(found) fields where \(expected) must stand."
    case .malformedNumber(let text):
      "\"\(text)\" is not a block number without leading zeros of at most 18 digits."
    case .reversed(let first, let last):
      "The block ends at \(last), before its first number \(first)."
    case .differentSeries(let first, let last):
      "\(first) and \(last) are not of one series."
    }
  }
}

/// How a registry prints its serials.
///
/// docs/REGISTRIES.md says how to add one.
public protocol SerialGrammar: Sendable {
  /// The registry's code, which is also the code of its asset class.
  var registry: String { get }
  /// The unit of one serial number: the unit of the registry's asset class.
  var unit: String { get }
  /// A serial as the registry prints it.
  var example: String { get }
  /// Where the form comes from.
  var source: String { get }

  /// Reads a printed serial; surrounding white space is the caller's to remove.
  func parse(_ text: String) throws(SerialError) -> SerialRange
  /// The printed form; `parse` of it gives the range back.
  func text(of range: SerialRange) throws(SerialError) -> String
  /// Refuses a prefix that no serial of the registry can have.
  func requirePrefix(_ prefix: String) throws(SerialError)
}
