// SPDX-License-Identifier: Apache-2.0

extension Methodology {
  /// The choice that a parameter's `by` names: a choice input, an attribute, or a field of the
  /// rows of a list, which may be written `list.field`.
  func choice(named name: String) -> (path: String, names: [String])? {
    for input in activity.inputs + attributes where input.name == name {
      if case .choice(let names) = input.kind { return (name, names) }
    }
    for input in activity.inputs {
      guard case .list(let fields, _, _) = input.kind else { continue }
      for field in fields where field.name == name || "\(input.name).\(field.name)" == name {
        if case .choice(let names) = field.kind { return ("\(input.name).\(field.name)", names) }
      }
    }
    return nil
  }
}
