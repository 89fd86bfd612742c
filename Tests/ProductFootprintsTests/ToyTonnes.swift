// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import ProductFootprints
import Quantities

/// Issues and retires ten tonnes of a class at once: credits without their scheme.
struct ToyTonnesRecord: Record {
  let asset: String

  static let shape = RecordDescription(
    type: 990, name: "toy.tonnes", meaning: BilingualText("核发。", "Issues."),
    fields: [FieldDescription("asset", .text(maximum: 20), BilingualText("资产", "asset"))])

  init(asset: String) { self.asset = asset }

  init(decoding reader: inout CBORReader) throws(CBORError) {
    asset = try reader.readText(atMost: 20)
  }

  func encodeFields(to writer: inout CBORWriter) { writer.write(text: asset) }
}

struct ToyTonnes: Mechanism {
  static let name = "toy-tonnes"
  static let records = [ToyTonnesRecord.shape]
  static let parameters: [ParameterDescription] = []
  static let rules: [Rule] = []

  init(firstParameter: UInt32) {}

  mutating func apply(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) {
    let record = try decoded(ToyTonnesRecord.self, from: &reader)
    guard let asset = core.assets.number(forKey: record.asset) else {
      preconditionFailure("the test registers \(record.asset)")
    }
    let series = core.openSeries(
      Series(
        prefix: "TOY-\(record.asset)", asset: asset, subject: 0,
        vintage: context.today.calendarMonth, lastUse: nil, firstHolder: context.issuer,
        attributes: 0), context)
    try core.issue(1...10, of: series, to: context.issuer, overlap: FootprintRules.sum, context)
    try core.retire(
      1...10, of: series, from: context.issuer,
      Retirement.Terms(
        beneficiary: context.issuer, purpose: "voluntary", months: nil, date: context.today,
        reference: ""), context)
  }

  var sections: [any StateSection] { [] }
  mutating func withSection<Failure: Error>(
    _ code: UInt8, _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure) {}
  mutating func commit() {}
  mutating func rollback() {}
}
