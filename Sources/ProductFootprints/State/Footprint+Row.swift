// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
import Cryptography
import FootprintEngine
public import LedgerCore
import Quantities

// What lists and filters ask for comes first, so that they need not read the rest; the order is
// that of ``FootprintRowView``.
extension Footprint: StateRow {
  static let itemCount = 38

  /// The UUID.
  public var lookupKeys: [String] { [statement.identifier] }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(Self.itemCount)
    writer.write(unsigned: status.rawValue)
    writer.write(number: owner)
    writer.write(period: statement.period)
    writer.write(period: statement.validPeriod)
    writer.write(text: statement.geography)
    writer.write(texts: statement.productIds)
    writer.write(text: statement.identifier)
    writer.write(text: statement.productName.chinese)
    writer.write(text: statement.productName.english)
    writer.write(decimal: excludingBiogenicUptake)
    writer.write(decimal: includingBiogenicUptake)
    writer.write(decimal: statement.unit.amount)
    writer.write(text: statement.unit.unit)
    encodeStatement(to: &writer)
    switch origin {
    case .computed(let computation): computation.encode(to: &writer)
    case .imported(let receipt): receipt.encode(to: &writer)
    }
    writer.writeOptional(primaryDataShare) { $0.write(decimal: $1) }
    writer.write(position: position)
    writer.write(numbers: upstream)
    writer.write(numbers: preceding)
    writer.writeOptional(successor) { $0.write(number: $1) }
    writer.writeOptional(verification) { $1.encode(to: &$0) }
    writer.writeOptional(withdrawal) { $1.encode(to: &$0) }
    writer.writeOptional(affectedBy) { $0.write(number: $1) }
    writer.write(numbers: labels)
  }

  private func encodeStatement(to writer: inout CBORWriter) {
    writer.write(boolean: statement.unit.isFunctional)
    writer.write(text: statement.unit.description)
    writer.write(decimal: statement.massPerUnit)
    writer.write(choice: statement.boundary)
    writer.write(boolean: statement.validity != nil)
    writer.write(texts: statement.classifications)
    writer.write(text: statement.productDescription)
    writer.write(texts: statement.standards)
    writer.write(texts: statement.productRules)
    writer.writeList(statement.assessments) { $0.write(choice: $1) }
    writer.write(texts: statement.preceding)
    writer.write(text: statement.comment)
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    try reader.expectRow(of: Self.itemCount, "a footprint")
    let flags = try reader.readUnsigned()
    owner = try reader.readNumber()
    let (period, valid) = (try reader.readPeriod(), try reader.readPeriod())
    let (geography, productIds) = (try reader.readTextString(), try reader.readTexts())
    let identifier = try reader.readTextString()
    let name = BilingualText(try reader.readTextString(), try reader.readTextString())
    excludingBiogenicUptake = try reader.readDecimal()
    includingBiogenicUptake = try reader.readDecimal()
    var statement = FootprintStatement(
      identifier: identifier, productIds: productIds, productName: name,
      unit: ReferenceUnit(
        amount: try reader.readDecimal(), unit: try reader.readTextString()),
      massPerUnit: .zero, boundary: .cradleToGate, period: period, validity: valid,
      geography: geography, standards: [], assessments: [])
    try Self.decode(&statement, &reader)
    self.statement = statement
    origin = try Origin(decoding: &reader)
    primaryDataShare = try reader.readOptionalDecimal()
    position = try reader.readPosition()
    upstream = try reader.readNumbers()
    preceding = try reader.readNumbers()
    successor = try reader.readOptionalNumber()
    verification = try reader.readOptional { (reader) throws(CBORError) in
      try Verification(decoding: &reader)
    }
    withdrawal = try reader.readOptional { (reader) throws(CBORError) in
      try Withdrawal(decoding: &reader)
    }
    affectedBy = try reader.readOptionalNumber()
    labels = try reader.readNumbers()
    guard status.rawValue == flags, statement.validPeriod == valid else {
      throw .unexpected(
        offset: start, expected: "flags and validity that say what the row says",
        found: "flags \(flags)")
    }
  }

  private static func decode(
    _ statement: inout FootprintStatement, _ reader: inout CBORReader
  ) throws(CBORError) {
    statement.unit.isFunctional = try reader.readBoolean()
    statement.unit.description = try reader.readTextString()
    statement.massPerUnit = try reader.readDecimal()
    statement.boundary = try reader.readCase(of: SystemBoundary.self)
    if try !reader.readBoolean() { statement.validity = nil }
    statement.classifications = try reader.readTexts()
    statement.productDescription = try reader.readTextString()
    statement.standards = try reader.readTexts()
    statement.productRules = try reader.readTexts()
    statement.assessments = try reader.readRows { (reader) throws(CBORError) in
      let offset = reader.offset
      let number = try reader.readUnsigned(atMost: UInt64(UInt8.max))
      guard let report = AssessmentReport(rawValue: UInt8(truncatingIfNeeded: number)) else {
        throw .unexpected(offset: offset, expected: "an edition of GWP", found: "\(number)")
      }
      return report
    }
    statement.preceding = try reader.readTexts()
    statement.comment = try reader.readTextString()
  }
}

extension Footprint.Origin {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 7, "where a footprint comes from")
    if try reader.readBoolean() {
      self = .computed(try Footprint.Computation(decodingItems: &reader))
    } else {
      self = .imported(try Footprint.Receipt(decodingItems: &reader))
    }
  }
}

extension Footprint.Computation {
  fileprivate init(decodingItems reader: inout CBORReader) throws(CBORError) {
    date = try reader.readDate()
    scale = Int(try reader.readUnsigned(atMost: UInt64(ExactDecimal.maximumScale)))
    sourceDigest = try reader.readDigest()
    cells = try reader.readCells()
  }

  fileprivate func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(7)
    writer.write(boolean: true)
    writer.write(date: date)
    writer.write(unsigned: UInt64(max(scale, 0)))
    writer.write(digest: sourceDigest)
    writer.write(cells: cells)
  }
}

extension Footprint.Receipt {
  fileprivate init(decodingItems reader: inout CBORReader) throws(CBORError) {
    companyName = try reader.readTextString()
    companyIds = try reader.readTexts()
    date = try reader.readDate()
    evidence = try reader.readOptional { (reader) throws(CBORError) in try reader.readDigest() }
    values = try reader.readValues()
  }

  fileprivate func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(7)
    writer.write(boolean: false)
    writer.write(text: companyName)
    writer.write(texts: companyIds)
    writer.write(date: date)
    writer.writeOptional(evidence) { $0.write(digest: $1) }
    writer.write(values: values)
  }
}

extension CBORReader {
  fileprivate mutating func readValues() throws(CBORError) -> [EmissionCategory: ExactDecimal] {
    let offset = offset
    let categories = try readRows { (reader) throws(CBORError) in
      try reader.readCase(of: EmissionCategory.self)
    }
    let amounts = try readRows { (reader) throws(CBORError) in try reader.readDecimal() }
    let isAscending = zip(categories, categories.dropFirst()).allSatisfy {
      $0.rawValue < $1.rawValue
    }
    guard categories.count == amounts.count, isAscending else {
      throw .unexpected(offset: offset, expected: "an amount by category", found: "others")
    }
    return Dictionary(uniqueKeysWithValues: zip(categories, amounts))
  }
}

extension CBORWriter {
  fileprivate mutating func write(values: [EmissionCategory: ExactDecimal]) {
    let sorted = values.sorted { $0.key.rawValue < $1.key.rawValue }
    writeList(sorted) { $0.write(choice: $1.key) }
    writeList(sorted) { $0.write(decimal: $1.value) }
  }
}

extension Footprint.Verification {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 4, "a verification")
    verifier = try reader.readNumber()
    record = try reader.readStored(FootprintVerificationRecord.self)
    position = try reader.readPosition()
  }

  fileprivate func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(4)
    writer.write(number: verifier)
    writer.write(stored: record)
    writer.write(position: position)
  }
}

extension Footprint.Withdrawal {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 5, "a withdrawal")
    party = try reader.readNumber()
    date = try reader.readDate()
    reason = try reader.readTextString()
    position = try reader.readPosition()
  }

  fileprivate func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(5)
    writer.write(number: party)
    writer.write(date: date)
    writer.write(text: reason)
    writer.write(position: position)
  }
}
