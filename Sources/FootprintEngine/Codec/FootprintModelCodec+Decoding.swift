// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

private typealias Items = FootprintModelEncoder.Items
private typealias Form = FootprintModelEncoder.Form
private typealias Limits = FootprintLimits

extension FootprintModel {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.model)
    try reader.readVersion(FootprintModelCodec.version)
    self.init(
      statement: try FootprintStatement(decoding: &reader),
      product: try reader.readName(),
      electricity: try reader.readCode(ElectricityMethod.init),
      processes: try reader.readList(Limits.processes, ModelProcess.init(decoding:)),
      cutOffs: try reader.readList(Limits.cutOffs, CutOff.init(decoding:)),
      cutOffLimits: CutOffLimits(
        single: try reader.readDecimal(), total: try reader.readDecimal()))
  }
}

extension FootprintStatement {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.statement)
    self.init(
      identifier: try reader.readName(),
      productIds: try reader.readList(Limits.identifiers, ModelPiece.code),
      classifications: try reader.readList(Limits.identifiers, ModelPiece.code),
      productName: try BilingualText(decoding: &reader),
      productDescription: try reader.readText(Limits.textBytes),
      unit: try ReferenceUnit(decoding: &reader),
      massPerUnit: try reader.readDecimal(),
      boundary: try reader.readCode(SystemBoundary.init),
      period: try DatePeriod(decoding: &reader),
      validity: try reader.readOptional(DatePeriod.init(decoding:)),
      geography: try ModelPiece.code(&reader),
      standards: try reader.readList(Limits.standards, ModelPiece.code),
      productRules: try reader.readList(Limits.standards, ModelPiece.code),
      assessments: try reader.readList(AssessmentReport.allCases.count, ModelPiece.assessment),
      preceding: try reader.readList(Limits.identifiers, ModelPiece.name),
      comment: try reader.readText(Limits.textBytes))
  }
}

extension ReferenceUnit {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.unit)
    self.init(
      isFunctional: try reader.readBoolean(),
      amount: try reader.readDecimal(),
      unit: try reader.readName(),
      description: try reader.readText(Limits.textBytes))
  }
}

extension ModelProcess {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.process)
    self.init(
      id: try reader.readName(),
      name: try BilingualText(decoding: &reader),
      stage: try reader.readCode(LifeCycleStage.init),
      site: try reader.readText(Limits.codeBytes),
      output: try Measure(decoding: &reader),
      coProducts: try reader.readList(Limits.coProducts, CoProduct.init(decoding:)),
      allocation: try reader.readOptional(Allocation.init(decoding:)),
      lines: try reader.readList(Limits.lines, ModelLine.init(decoding:)))
  }
}

extension Allocation {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.allocation)
    self.init(
      basis: try reader.readCode(Basis.init),
      weight: try reader.readDecimal(),
      reason: try reader.readText(Limits.textBytes))
  }
}

extension CoProduct {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.coProduct)
    self.init(
      id: try reader.readName(),
      name: try BilingualText(decoding: &reader),
      output: try Measure(decoding: &reader),
      treatment: try Treatment(decoding: &reader))
  }
}

extension CoProduct.Treatment {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    switch try reader.readForm() {
    case Form.allocated: self = .allocated(weight: try reader.readDecimal())
    case Form.substitutes: self = .substitutes(try LineSource(decoding: &reader))
    case let form: throw form.unknown(offset: start, expected: "a treatment of a co-product")
    }
  }
}

extension ModelLine {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.line)
    self.init(
      id: try reader.readName(),
      name: try BilingualText(decoding: &reader),
      measures: try reader.readList(Limits.measures, Measure.init(decoding:)),
      source: try LineSource(decoding: &reader),
      category: try reader.readCode(EmissionCategory.init),
      isPackaging: try reader.readBoolean(),
      isPrimary: try reader.readBoolean(),
      quality: try reader.readOptional(DataQuality.init(decoding:)),
      uncertainty: try reader.readOptional(Uncertainty.init(decoding:)),
      supplier: try reader.readText(Limits.codeBytes),
      evidence: try reader.readList(Limits.evidence, ModelPiece.digest))
  }
}

extension LineSource {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    switch try reader.readForm() {
    case Form.factors:
      self = .factors(
        try reader.readList(Limits.factors, ModelPiece.code), carbon: try reader.readBoolean())
    case Form.process: self = .process(try reader.readText(Limits.codeBytes))
    case Form.footprint: self = .footprint(try reader.readName())
    case Form.electricity:
      self = .electricity(
        Electricity(
          average: try ModelPiece.code(&reader), certified: try ModelPiece.code(&reader),
          residual: try ModelPiece.code(&reader)))
    case Form.credit: self = .credit(try reader.readText(Limits.codeBytes))
    case let form: throw form.unknown(offset: start, expected: "a source of a line")
    }
  }
}

extension DataQuality {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.quality)
    self.init(
      technological: try reader.readCode { $0 },
      geographical: try reader.readCode { $0 },
      temporal: try reader.readCode { $0 })
  }
}

extension Uncertainty {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    switch try reader.readForm() {
    case Form.lognormal: self = .lognormal(geometricDeviation: try reader.readDecimal())
    case Form.normal: self = .normal(percent: try reader.readDecimal())
    case Form.triangular:
      self = .triangular(
        lowPercent: try reader.readDecimal(), highPercent: try reader.readDecimal())
    case Form.uniform:
      self = .uniform(
        lowPercent: try reader.readDecimal(), highPercent: try reader.readDecimal())
    case let form: throw form.unknown(offset: start, expected: "a distribution")
    }
  }
}

extension CutOff {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.cutOff)
    self.init(
      name: try reader.readText(Limits.textBytes),
      percent: try reader.readDecimal(),
      reason: try reader.readText(Limits.textBytes))
  }
}

extension Measure {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.measure)
    self.init(try reader.readDecimal(), try reader.readName())
  }
}

extension DatePeriod {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.period)
    let offset = reader.offset
    let (start, end) = (try reader.readDate(), try reader.readDate())
    do {
      try self.init(start: start, end: end)
    } catch {
      throw .unexpected(offset: offset, expected: "a start before its end", found: "\(end)")
    }
  }
}

extension BilingualText {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.text)
    self.init(
      chinese: try reader.readText(Limits.textBytes),
      english: try reader.readText(Limits.textBytes))
  }
}
