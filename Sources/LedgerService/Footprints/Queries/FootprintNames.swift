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
    if let number = CreditNames.number(text), factors.contains(number) { return number }
    throw FootprintNames.missing(.factor, text)
  }

  /// The number of the footprint meant by `text`: its UUID or its number.
  public func footprintNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let footprints = try footprints().footprints
    if let number = footprints.number(forKey: FootprintNames.identifier(text)) { return number }
    if let number = CreditNames.number(text), number < footprints.count { return number }
    throw FootprintNames.missing(.footprint, text)
  }

  /// The number of the label meant by `text`: its code or its number.
  public func labelNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let labels = try footprints().labels
    if let number = labels.number(forKey: text) { return number }
    if let number = CreditNames.number(text), labels.contains(number) { return number }
    throw FootprintNames.missing(.label, text)
  }
}

extension RowSource {
  /// The factor meant by `text`: its code or its number.
  public func factor(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: RegisteredFactor) {
    let section = ProductFootprints.Section.factors
    let number = try number(section, lookup: text) ?? CreditNames.number(text)
    if let number, let row = try row(RegisteredFactor.self, section, number) {
      return (number, row)
    }
    throw FootprintNames.missing(.factor, text)
  }

  /// The footprint meant by `text`: its UUID or its number.
  public func footprint(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: Footprint) {
    let section = ProductFootprints.Section.footprints
    let number =
      try number(section, lookup: FootprintNames.identifier(text)) ?? CreditNames.number(text)
    if let number, let row = try row(Footprint.self, section, number) { return (number, row) }
    throw FootprintNames.missing(.footprint, text)
  }

  /// The label meant by `text`: its code or its number.
  public func label(_ text: String) throws(ServiceError) -> (number: UInt32, row: Label) {
    let section = ProductFootprints.Section.labels
    let number = try number(section, lookup: text) ?? CreditNames.number(text)
    if let number, let row = try row(Label.self, section, number) { return (number, row) }
    throw FootprintNames.missing(.label, text)
  }
}

/// How the things of product footprints are named by people.
enum FootprintNames {
  enum Kind {
    case factor, footprint, label

    var name: BilingualText {
      switch self {
      case .factor: BilingualText("因子", "factor")
      case .footprint: BilingualText("足迹", "footprint")
      case .label: BilingualText("碳标识", "label")
      }
    }

    var list: String {
      switch self {
      case .factor: "factor list"
      case .footprint: "footprint list"
      case .label: "label list"
      }
    }
  }

  /// A UUID as the ledger writes it: lower case, without `urn:uuid:`.
  static func identifier(_ text: String) -> String {
    let lower = text.lowercased()
    let prefix = "urn:uuid:"
    return lower.hasPrefix(prefix) ? String(lower.dropFirst(prefix.count)) : lower
  }

  static func missing(_ kind: Kind, _ text: String) -> ServiceError {
    .notFound(
      BilingualText(
        "没有\(kind.name.chinese) \"\(text)\";请用 `tanzhang \(kind.list)` 查看。",
        "There is no \(kind.name.english) \"\(text)\"; see `tanzhang \(kind.list)`."))
  }
}
