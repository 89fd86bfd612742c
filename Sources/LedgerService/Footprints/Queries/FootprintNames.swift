// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import ProductFootprints
import Quantities

// People name factors, footprints and labels by code or UUID, records number them.
extension LedgerState {
  /// The state of product footprints.
  public func footprints() throws(ServiceError) -> ProductFootprints {
    if let footprints = mechanism(ProductFootprints.self) { return footprints }
    throw .notFound(
      BilingualText("本账本没有产品碳足迹机制。", "This ledger has no product footprints."))
  }

  /// The number of the factor meant by `text`: its code or its number.
  public func factorNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let factors = try footprints().factors
    if let number = factors.number(forKey: text) { return number }
    if let number = NumberedCode.number(text), factors.contains(number) { return number }
    throw NamedKind.factor.missing(text)
  }

  /// The number of the footprint meant by `text`: its UUID or its number.
  public func footprintNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let footprints = try footprints().footprints
    if let number = footprints.number(forKey: FootprintNames.identifier(text)) { return number }
    if let number = NumberedCode.number(text), number < footprints.count { return number }
    throw NamedKind.footprint.missing(text)
  }

  /// The number of the label meant by `text`: its code or its number.
  public func labelNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let labels = try footprints().labels
    if let number = labels.number(forKey: text) { return number }
    if let number = NumberedCode.number(text), labels.contains(number) { return number }
    throw NamedKind.label.missing(text)
  }
}

extension RowSource {
  /// The factor meant by `text`: its code or its number.
  public func factor(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: RegisteredFactor) {
    try row(
      RegisteredFactor.self, ProductFootprints.Section.factors, meaning: text, .factor)
  }

  /// The footprint meant by `text`: its UUID or its number.
  public func footprint(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: Footprint) {
    let section = ProductFootprints.Section.footprints
    let number =
      try number(section, lookup: FootprintNames.identifier(text)) ?? NumberedCode.number(text)
    if let number, let row = try row(Footprint.self, section, number) { return (number, row) }
    throw NamedKind.footprint.missing(text)
  }

  /// The label meant by `text`: its code or its number.
  public func label(_ text: String) throws(ServiceError) -> (number: UInt32, row: Label) {
    try row(Label.self, ProductFootprints.Section.labels, meaning: text, .label)
  }
}

extension NamedKind {
  static let factor = NamedKind("因子", "factor", list: "factor list")
  static let footprint = NamedKind("足迹", "footprint", list: "footprint list")
  static let label = NamedKind("碳标识", "label", list: "label list")
}

/// How the things of product footprints are named by people.
enum FootprintNames {
  /// A UUID as the ledger writes it: lower case, without `urn:uuid:`.
  static func identifier(_ text: String) -> String {
    let lower = text.lowercased()
    let prefix = "urn:uuid:"
    return lower.hasPrefix(prefix) ? String(lower.dropFirst(prefix.count)) : lower
  }
}
