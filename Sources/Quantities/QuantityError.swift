// SPDX-License-Identifier: Apache-2.0

/// A refusal to read, convert or compute a quantity, date or code, with its evidence.
public enum QuantityError: Error, Hashable, Sendable {
  /// The text does not have the form its subject needs; `offset` counts UTF-8 bytes from 0.
  case malformed(Subject, text: String, offset: Int)
  /// The text has the right form, yet names no value: 30 February, month 13, hour 25.
  case outOfRange(Subject, text: String)
  /// The code has the wrong number of characters.
  case wrongLength(Subject, expected: Int, found: Int)
  /// The code holds a character outside its alphabet; `offset` counts characters from 0.
  case wrongCharacter(Subject, character: Character, offset: Int)
  /// The check character disagrees with the characters before it.
  case wrongCheckCharacter(Subject, expected: Character, found: Character)
  /// The period ends where or before it starts.
  case emptyPeriod(start: String, end: String)
  /// The exact result does not fit; it is never rounded or wrapped silently.
  case overflow(Operation)
  /// The divisor is zero.
  case divisionByZero
  /// The number of decimal places is outside 0…38.
  case scaleOutOfRange(Int)
  /// The text is not a unit of the closed list.
  case unknownUnit(text: String)
  /// Standard coal is meaningless without its kind (当量 or 等价), and the text names none.
  case missingStandardCoalKind(text: String)
  /// The text names no province.
  case unknownProvince(text: String)
  /// The two units measure different things.
  case differentDimensions(UnitOfMeasure, UnitOfMeasure)
  /// The two amounts of standard coal use different conversion kinds, about 2.4 times apart.
  case differentStandardCoalKinds(StandardCoalKind, StandardCoalKind)
  /// The amount is not a whole number of the smallest unit that the ledger keeps.
  case notWholeSmallestUnits(amount: String, unit: UnitOfMeasure)

  /// What was being read when an error arose.
  public enum Subject: String, Hashable, Sendable {
    /// A calendar date.
    case calendarDate = "calendar date"
    /// A calendar month.
    case calendarMonth = "calendar month"
    /// A time of the clock.
    case timestamp = "timestamp"
    /// A decimal number.
    case decimal = "decimal number"
    /// A number with a unit.
    case quantity = "quantity"
    /// A unified social credit code (GB 32100-2015).
    case socialCreditCode = "unified social credit code"
    /// A green electricity certificate code of 32 characters.
    case certificateCode = "green certificate code"
    /// A project filing code of 17 characters.
    case projectCode = "project filing code"
    /// A dense number written with its check character.
    case numberedCode = "numbered code"
    /// A pseudonym of 32 bytes.
    case pseudonym = "pseudonym"
  }

  /// The arithmetic that overflowed.
  public enum Operation: String, Hashable, Sendable {
    /// Addition.
    case addition
    /// Subtraction.
    case subtraction
    /// Multiplication.
    case multiplication
    /// Division.
    case division
    /// Negation.
    case negation
    /// Conversion between units or widths.
    case conversion
  }
}

extension QuantityError: CustomStringConvertible {
  /// The refusal as one full sentence.
  public var description: String {
    switch self {
    case .malformed(let subject, let text, let offset):
      "“\(text)” is not a well-formed \(subject.rawValue); reading stopped at byte \(offset)."
    case .outOfRange(let subject, let text):
      "“\(text)” has the form of a \(subject.rawValue), but no such value exists."
    case .wrongLength(let subject, let expected, let found):
      "A \(subject.rawValue) has \(expected) characters; this one has \(found)."
    case .wrongCharacter(let subject, let character, let offset):
      "A \(subject.rawValue) cannot hold “\(character)” at position \(offset + 1)."
    case .wrongCheckCharacter(let subject, let expected, let found):
      "The check character of this \(subject.rawValue) is “\(found)” but must be “\(expected)”."
    case .emptyPeriod(let start, let end):
      "A period from \(start) until \(end), which it excludes, holds nothing."
    case .overflow(let operation):
      "The exact result of the \(operation.rawValue) is too large to be held."
    case .divisionByZero:
      "A division by zero has no result."
    case .scaleOutOfRange(let scale):
      "A decimal number has 0 to \(ExactDecimal.maximumScale) decimal places, not \(scale)."
    case .unknownUnit(let text):
      "“\(text)” is not a known unit of measure."
    case .missingStandardCoalKind(let text):
      "“\(text)” does not say whether it means 当量值 (calorific) or 等价值 (equivalent)."
    case .unknownProvince(let text):
      "“\(text)” names no province-level region of China."
    case .differentDimensions(let left, let right):
      "\(left.symbol) and \(right.symbol) measure different things and cannot be combined."
    case .differentStandardCoalKinds(let left, let right):
      "Standard coal by \(left.rawValue) value and by \(right.rawValue) value cannot be combined."
    case .notWholeSmallestUnits(let amount, let unit):
      "\(amount) \(unit.symbol) is not a whole number of the smallest unit that the ledger keeps."
    }
  }
}
