// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The order in which values stand as integers: what ``BoundProgram/evaluate(_:duration:)`` takes.
///
/// One integer for each input; a list is its number of rows and then the rows, field by field.
public struct InputLayout: Sendable {
  /// The inputs or attributes, in order.
  public let definitions: [Methodology.InputDefinition]

  /// Creates a layout.
  public init(_ definitions: [Methodology.InputDefinition]) {
    self.definitions = definitions
  }

  /// Lays named values out; every input must have one, and nothing else may.
  public func flat(_ values: [String: Methodology.ExampleValue]) throws(InputFault) -> [Int64] {
    for name in values.keys.sorted() where !definitions.contains(where: { $0.name == name }) {
      throw InputFault(
        input: name, found: name,
        required: Self.names(definitions))
    }
    var flat: [Int64] = []
    for definition in definitions {
      switch (values[definition.name], definition.kind) {
      case (nil, _):
        throw InputFault(
          input: definition.name, found: nil, required: definition.requirement)
      case (.rows(let rows)?, .list(let fields, _, _)):
        guard definition.kind.rawRange.contains(Int128(rows.count)) else {
          throw InputFault(
            input: definition.name, found: "\(rows.count)", required: definition.requirement)
        }
        flat.append(Int64(rows.count))
        for (number, row) in rows.enumerated() {
          flat += try Self.row(row, fields, "\(definition.name)[\(number)]")
        }
      case (.rows?, _):
        throw InputFault(
          input: definition.name, found: "rows", required: definition.requirement)
      case (.text(let text)?, _): flat.append(try definition.raw(text: text))
      }
    }
    return flat
  }

  /// The values behind integers, as texts; `nil` when the integers are not laid out so.
  public func values(
    _ flat: [Int64]
  ) -> [(definition: Methodology.InputDefinition, value: Methodology.ExampleValue)]? {
    var rest = flat[...]
    var values: [(definition: Methodology.InputDefinition, value: Methodology.ExampleValue)] = []
    for definition in definitions {
      guard let first = rest.popFirst() else { return nil }
      guard case .list(let fields, _, _) = definition.kind else {
        values.append((definition, .text(definition.text(raw: first))))
        continue
      }
      guard (0...Int64(MethodologyLimits.rows)).contains(first),
        rest.count >= Int(first) * fields.count
      else { return nil }
      var rows: [[String: String]] = []
      for _ in 0..<first {
        var row: [String: String] = [:]
        for field in fields { row[field.name] = rest.popFirst().map(field.text(raw:)) }
        rows.append(row)
      }
      values.append((definition, .rows(rows)))
    }
    return rest.isEmpty ? values : nil
  }

  private static func row(
    _ row: [String: String], _ fields: [Methodology.InputDefinition], _ place: String
  ) throws(InputFault) -> [Int64] {
    for name in row.keys.sorted() where !fields.contains(where: { $0.name == name }) {
      throw InputFault(input: "\(place).\(name)", found: name, required: names(fields))
    }
    var flat: [Int64] = []
    for field in fields {
      guard let text = row[field.name] else {
        throw InputFault(
          input: "\(place).\(field.name)", found: nil, required: field.requirement)
      }
      do { flat.append(try field.raw(text: text)) } catch {
        throw InputFault(
          input: "\(place).\(field.name)", found: error.found, required: error.required)
      }
    }
    return flat
  }

  private static func names(_ definitions: [Methodology.InputDefinition]) -> BilingualText {
    let names = definitions.map(\.name)
    return BilingualText(
      names.isEmpty ? "无此名称" : names.joined(separator: "、") + " 之一",
      names.isEmpty ? "no such name" : "one of " + names.joined(separator: ", "))
  }
}

extension Methodology {
  /// How the inputs of an activity are laid out.
  public var inputLayout: InputLayout { InputLayout(activity.inputs) }

  /// How the attributes of a scenario are laid out.
  public var attributeLayout: InputLayout { InputLayout(attributes) }
}
