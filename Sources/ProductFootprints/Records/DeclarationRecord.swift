// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import FootprintEngine
public import LedgerCore
public import Quantities

/// Declares a footprint computed from its model (声明产品碳足迹).
///
/// Signed by the enterprise whose product it is. The ledger computes the model again and admits
/// the declaration only if every cell agrees. It assigns the next footprint number.
public struct DeclarationRecord: Record {
  /// Retired certificates that the electricity of one process draws on.
  public struct Certificates: Sendable, Hashable {
    /// The process of the model.
    public let process: String
    /// The number of the series.
    public let series: UInt32
    /// The first serial number.
    public let first: UInt64
    /// How many.
    public let count: UInt64

    /// Creates a range of certificates.
    public init(process: String, series: UInt32, first: UInt64, count: UInt64) {
      self.process = process
      self.series = series
      self.first = first
      self.count = count
    }
  }

  /// The model in canonical form, see ``FootprintModelCodec``.
  public let model: [UInt8]
  /// The digest of the document the model was made from.
  public let sourceDigest: Digest
  /// The day of the calculation.
  public let calculated: CalendarDate
  /// The result: every stage and category that is not zero, in their order.
  public let cells: [FootprintResult.Cell]
  /// The certificates it draws on.
  public let certificates: [Certificates]

  /// Creates the record.
  public init(
    model: [UInt8], sourceDigest: Digest, calculated: CalendarDate,
    cells: [FootprintResult.Cell], certificates: [Certificates] = []
  ) {
    self.model = model
    self.sourceDigest = sourceDigest
    self.calculated = calculated
    self.cells = cells
    self.certificates = certificates
  }

  /// The shape: what belongs together stands at the same place of several lists.
  public static let shape = RecordDescription(
    type: 402, name: "footprint.declare",
    meaning: BilingualText("声明按模型计算的产品碳足迹。", "Declares a footprint computed from a model."),
    fields: [
      FieldDescription(
        "model", .byteString(maximum: FootprintLimits.canonicalBytes),
        BilingualText("足迹模型(规范编码)", "the model in canonical form")),
      FieldDescription(
        "sourceDigest", .bytes(count: 32), BilingualText("模型文件摘要", "digest of its document")),
      FieldDescription("calculated", .date, BilingualText("计算日期", "day of the calculation")),
      FieldDescription(
        "stages", .list(.choice(LifeCycleStage.names), maximum: FootprintRecordLimits.cells),
        BilingualText("各结果单元的阶段", "the stage of each cell")),
      FieldDescription(
        "categories",
        .list(.choice(EmissionCategory.names), maximum: FootprintRecordLimits.cells),
        BilingualText("各结果单元的类别", "the category of each cell")),
      FieldDescription(
        "amounts", .list(.decimal, maximum: FootprintRecordLimits.cells),
        BilingualText("各结果单元(kgCO2e)", "each cell, in kgCO2e per unit")),
      FieldDescription(
        "processes",
        .list(
          .text(maximum: FootprintLimits.nameBytes),
          maximum: FootprintRecordLimits.certificateRanges),
        BilingualText("使用绿证的单元过程", "the process that draws on each range of certificates")),
      FieldDescription(
        "series",
        .list(.number(of: "series"), maximum: FootprintRecordLimits.certificateRanges),
        BilingualText("各绿证号段", "the series of each range")),
      FieldDescription(
        "firsts",
        .list(.unsigned(maximum: .max), maximum: FootprintRecordLimits.certificateRanges),
        BilingualText("各起始号", "the first serial of each range")),
      FieldDescription(
        "counts",
        .list(.unsigned(maximum: .max), maximum: FootprintRecordLimits.certificateRanges),
        BilingualText("各数量", "the count of each range")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    model = try reader.readBytes(counts: 0...FootprintLimits.canonicalBytes)
    sourceDigest = try reader.readDigest()
    calculated = try reader.readDate()
    cells = try reader.readCells()
    let offset = reader.offset
    let most = FootprintRecordLimits.certificateRanges
    let processes = try reader.readList(atMost: most) { (reader) throws(CBORError) in
      try reader.readText(atMost: FootprintLimits.nameBytes)
    }
    let series = try reader.readList(atMost: most) { (reader) throws(CBORError) in
      try reader.readNumber()
    }
    let firsts = try reader.readList(atMost: most) { (reader) throws(CBORError) in
      try reader.readUnsigned()
    }
    let counts = try reader.readList(atMost: most) { (reader) throws(CBORError) in
      try reader.readUnsigned()
    }
    let lengths = [series.count, firsts.count, counts.count]
    guard lengths.allSatisfy({ $0 == processes.count }) else {
      throw .unexpected(
        offset: offset, expected: "four lists of one length",
        found: "\([processes.count] + lengths)")
    }
    certificates = processes.indices.map {
      Certificates(
        process: processes[$0], series: series[$0], first: firsts[$0], count: counts[$0])
    }
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(bytes: model)
    writer.write(digest: sourceDigest)
    writer.write(date: calculated)
    writer.write(cells: cells)
    writer.write(texts: certificates.map(\.process))
    writer.write(numbers: certificates.map(\.series))
    writer.writeList(certificates) { $0.write(unsigned: $1.first) }
    writer.writeList(certificates) { $0.write(unsigned: $1.count) }
  }
}

extension CBORReader {
  /// Reads the three lists of a result, in the order of stages and categories.
  mutating func readCells() throws(CBORError) -> [FootprintResult.Cell] {
    let offset = offset
    let most = FootprintRecordLimits.cells
    let stages = try readList(atMost: most) { (reader) throws(CBORError) in
      try reader.readCase(of: LifeCycleStage.self)
    }
    let categories = try readList(atMost: most) { (reader) throws(CBORError) in
      try reader.readCase(of: EmissionCategory.self)
    }
    let amounts = try readList(atMost: most) { (reader) throws(CBORError) in
      try reader.readDecimal()
    }
    guard stages.count == categories.count, stages.count == amounts.count else {
      throw .unexpected(
        offset: offset, expected: "three lists of one length",
        found: "\([stages.count, categories.count, amounts.count])")
    }
    let cells = stages.indices.map {
      FootprintResult.Cell(stage: stages[$0], category: categories[$0], amount: amounts[$0])
    }
    let places = cells.map { Int($0.stage.rawValue) * 16 + Int($0.category.rawValue) }
    guard zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .unexpected(
        offset: offset, expected: "cells by stage, then category, each once", found: "others")
    }
    return cells
  }
}

extension CBORWriter {
  /// Writes a result as three lists.
  mutating func write(cells: [FootprintResult.Cell]) {
    writeList(cells) { $0.write(choice: $1.stage) }
    writeList(cells) { $0.write(choice: $1.category) }
    writeList(cells) { $0.write(decimal: $1.amount) }
  }
}
