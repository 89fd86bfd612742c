// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// A flow with what is needed to measure it.
struct OpenLCAFlow: Sendable {
  enum Kind: String, Sendable {
    case elementary = "ELEMENTARY_FLOW"
    case product = "PRODUCT_FLOW"
    case waste = "WASTE_FLOW"
  }

  var id: String
  var name: String
  var kind: Kind
  var cas: String
  /// How many units of a flow property one unit of the reference property is, by identifier.
  var properties: [String: ExactDecimal]
  /// The property in which amounts are counted.
  var reference: String
  /// The name of its unit, as openLCA writes it.
  var unit: String
}

/// An input or output of a process.
struct OpenLCAExchange: Sendable {
  /// The number by which links and allocation factors refer to it.
  var number: Int64
  var flow: OpenLCAFlow
  /// How much, in the flow's reference unit.
  var amount: ExactDecimal
  var isInput: Bool
  var isReference: Bool
  var isAvoided: Bool
  var provider: String?
  var uncertainty: Uncertainty?
  /// What it is called in problems: `exchanges[3] (steel)`.
  var place: String

  /// Whether the process is there for it: a product it makes, or a waste it treats.
  var isSupply: Bool {
    !isAvoided
      && ((flow.kind == .product && !isInput) || (flow.kind == .waste && isInput))
  }

  /// Whether another process must supply it, or is spared by it.
  var isDemand: Bool { flow.kind != .elementary && !isSupply }
}

/// A process.
struct OpenLCAProcess: Sendable {
  enum Method: String, Sendable {
    case physical = "PHYSICAL_ALLOCATION"
    case economic = "ECONOMIC_ALLOCATION"
    case causal = "CAUSAL_ALLOCATION"
    case none = "NO_ALLOCATION"
  }

  /// A share of the burdens, of all of them or of one exchange (causal).
  struct Share: Sendable {
    var method: Method
    var product: String
    var exchange: Int64?
    var value: ExactDecimal
  }

  var id: String
  var name: String
  var method: Method
  var exchanges: [OpenLCAExchange]
  var shares: [Share]
  /// The quantitative reference.
  var reference: OpenLCAExchange

  var file: String { OpenLCAPackage.file(.processes, id) }
  /// What it makes or treats besides its reference.
  var coProducts: [OpenLCAExchange] { exchanges.filter { $0.isSupply && !$0.isReference } }

  /// The share of a product in one exchange (causal) or in all of them; nil when none is given.
  func share(of product: String, in exchange: Int64?) -> ExactDecimal? {
    shares.first { $0.method == method && $0.product == product && $0.exchange == exchange }?.value
  }
}

extension JSONValue {
  /// The text of a member; empty when there is none.
  func string(_ name: String) -> String { self[name]?.text ?? "" }

  /// Whether a member is true.
  func isTrue(_ name: String) -> Bool { self[name] == .bool(true) }

  /// The identifier that a member refers to.
  func reference(_ name: String) -> String? { self[name]?["@id"]?.text }

  /// The elements of a member; none when there is none.
  func list(_ name: String) -> [JSONValue] { self[name]?.elements ?? [] }
}
