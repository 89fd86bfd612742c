// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// A footprint as partners exchange it: a PACT v3 ProductFootprint, its JSON value kept whole as
/// deterministic CBOR (objects as maps with text keys, decimals as the strings they are, other
/// numbers as decimal fractions, tag 4).
public struct PACTDocument: Sendable, Hashable {
  /// The most bytes of a document.
  public static let maximumBytes = 60_000

  /// What it says about itself; days are those of UTC.
  public let statement: FootprintStatement
  /// Kilograms of CO2 equivalent per declared unit, by category; zeros are left out.
  ///
  /// Without uptake they add up exactly to ``excludingBiogenicUptake``, with it to
  /// ``includingBiogenicUptake`` (rule 25): what rounding or parts that are not stated leave over
  /// is counted as fossil, and ``warnings`` says so when it is more than rounding.
  public let values: [EmissionCategory: ExactDecimal]
  /// Its totals, as it states them.
  public let excludingBiogenicUptake: ExactDecimal
  /// Its total with uptake.
  public let includingBiogenicUptake: ExactDecimal
  /// The company's name and identifiers, whoever that is.
  public let companyName: String
  /// URNs of the company.
  public let companyIds: [String]
  /// When it says it was created.
  public let created: Timestamp
  /// Whether its status is Active, else Deprecated.
  public let isActive: Bool
  /// The share of primary data in per cent, when it says so.
  public let primaryDataShare: ExactDecimal?
  /// The emissions left out, in per cent.
  public let exemptedPercent: ExactDecimal
  /// What is odd without being refused: check digits, and what PACT asks for without requiring it.
  public let warnings: [BilingualText]
  /// The whole document as deterministic CBOR.
  public let bytes: [UInt8]
  /// The document as a tree.
  public let content: CBORValue

  /// Reads a document and checks it against PACT v3.0 by intent, signs included.
  ///
  /// - Throws: Everything that is wrong with it: rules 17, 22, 25, 26, and no rule for what is not
  ///   the CBOR form of a JSON object. Paths are JSON pointers (RFC 6901).
  public init(decoding bytes: [UInt8]) throws(FootprintProblems) {
    let content = try PACTTree.decode(bytes)
    var check = PACTCheck()
    check.object(content, PACTProperty.footprint, path: "")
    let footprint = PACTTree(content)
    let draft = PACTDraft(footprint, &check)
    let problems = check.problems
    guard problems.isEmpty, let draft else {
      throw FootprintProblems(problems.isEmpty ? [PACTTree.incomplete] : problems)
    }
    statement = draft.statement
    values = draft.totals.values
    excludingBiogenicUptake = draft.totals.excluding
    includingBiogenicUptake = draft.totals.including
    companyName = draft.companyName
    companyIds = footprint.texts("companyIds")
    created = draft.created
    isActive = footprint.text("status") == "Active"
    primaryDataShare = footprint.object("pcf").decimal("primaryDataShare")
    exemptedPercent = footprint.object("pcf").decimal("exemptedEmissionsPercent") ?? .zero
    warnings = check.warnings
    self.bytes = bytes
    self.content = content
  }
}
