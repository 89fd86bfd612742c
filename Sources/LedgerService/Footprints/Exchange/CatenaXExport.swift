// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// A footprint in Catena-X's aspect model `urn:samm:io.catenax.pcf:9.0.0`.
///
/// Its names are PACT v3's, grouped into arrays of one object each. Its schema has numbers where
/// PACT has strings, and no `null`: what cannot be known is left out, and noted.
public enum CatenaXExport {
  /// The version of the model, as its `specVersion` names it.
  public static let version = "urn:io.catenax.pcf:datamodel:version:9.0.0"

  /// The aspect; `form` says how decimals stand in it, and only numbers satisfy the schema.
  public static func fields(
    of footprint: ExchangedFootprint, decimals form: DecimalForm = .number
  ) -> FieldSetExport {
    var writer = CatenaXWriter(footprint, form)
    let document = writer.document()
    return FieldSetExport(document: document, notes: writer.notes.notes)
  }
}

/// Fills in the aspect of one footprint.
struct CatenaXWriter {
  let footprint: ExchangedFootprint
  let form: DecimalForm
  var notes = FieldSetNotes()

  init(_ footprint: ExchangedFootprint, _ form: DecimalForm) {
    self.footprint = footprint
    self.form = form
  }

  var statement: FootprintStatement { footprint.statement }

  mutating func document() -> JSONValue {
    let scope = statement.boundary == .cradleToGate ? "Cradle-to-gate" : "Cradle-to-grave"
    let aspect: JSONValue = [
      "scopeOfPcfForm": [
        ["specVersion": .string(CatenaXExport.version), "partialFullPcf": .string(scope)]
      ],
      "companyAndProductInformation": [
        ["companyInformation": [company()], "productInformation": [product()]]
      ],
      "pcfAssessmentAndMethodology": [
        [
          "pcfAssessmentInformation": [assessment()], "pcfMethodology": [methodology()],
          "dataSourcesAndQuality": [quality()],
        ]
      ],
      "general": [general()],
      "carbonContent": [carbon()],
      "productLifeCycleStagesAndEmissions": [stages()],
    ]
    return .object((aspect.members ?? []) + attestation())
  }

  func decimal(_ value: ExactDecimal) -> JSONValue { .decimal(value, form) }

  /// A required field that nothing here can fill.
  mutating func missing(_ path: String, _ chinese: String, _ english: String) {
    notes.note(path, chinese, english)
  }

  private mutating func company() -> JSONValue {
    let path = "/companyAndProductInformation/0/companyInformation/0/companyIds"
    if !footprint.companyIds.contains(where: { $0.uppercased().contains("BPNL") }) {
      missing(
        path, "Catena-X 要求 BPNL,账本只有统一社会信用代码",
        "Catena-X asks for a BPNL; the ledger knows the social credit code")
    }
    return [
      "companyName": .string(footprint.companyName),
      "companyIds": .array(footprint.companyIds.map { .string($0) }),
    ]
  }

  private mutating func product() -> JSONValue {
    let path = "/companyAndProductInformation/0/productInformation/0/declaredUnitOfMeasurement"
    var list = MemberList()
    list.set("productNameCompany", .string(PACTExport.text(statement.productName)))
    list.set("productIds", filled: statement.productIds)
    list.set("productClassifications", filled: statement.classifications)
    list.set("productDescription", text: statement.productDescription)
    if let unit = PACTDeclaredUnit(statement.unit), unit.name != "megabit second" {
      list.set("declaredUnitOfMeasurement", .string(unit.name))
      list.set("declaredUnitAmount", decimal(unit.amount))
    } else {
      missing(
        path, "Catena-X 没有单位 \(statement.unit.unit)",
        "Catena-X has no unit \(statement.unit.unit)")
    }
    list.set("productMassPerDeclaredUnit", decimal(statement.massPerUnit))
    return .object(list.members)
  }

  private func general() -> JSONValue {
    var list = MemberList()
    list.set("comment", text: statement.comment)
    return .object(list.members)
  }

  private func carbon() -> JSONValue {
    var list = MemberList()
    list.set("fossilCarbonContent", decimal(footprint.carbon.fossil))
    if let biogenic = footprint.carbon.biogenic {
      list.set("biogenicCarbonContent", decimal(biogenic))
      list.set(
        "carbonContentTotal", decimal(ExchangedFootprint.sum([footprint.carbon.fossil, biogenic])))
    }
    return .object(list.members)
  }

  private mutating func attestation() -> [JSONValue.Member] {
    guard let verification = footprint.verification else { return [] }
    missing(
      "/attestationOfConformance/0/attestationOfConformanceId", "账本的核查记录没有证明编号",
      "a verification on the ledger has no attestation number")
    let value: JSONValue = [
      "attestationType": "product level",
      "standardName": .string(verification.standard),
      "attestationStandard": .string(verification.standard),
      "providerName": .string(verification.provider),
      "completedAt": .string(PACTExport.text(verification.date)),
    ]
    return [JSONValue.Member("attestationOfConformance", [value])]
  }
}
