// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import Quantities

/// A footprint model made of an openLCA package.
///
/// Amounts are converted into the reference unit of each flow. Suppliers are those of the product
/// system, or default providers, or the only process of the package that supplies the flow.
/// Avoided products are credited (system expansion); causal allocation makes one process a
/// product. What is not supported is refused by file and place: formulas, changed parameters,
/// factors by region, negative amounts of products, missing suppliers and files.
public struct OpenLCAImport: Sendable {
  /// The model; its stages are a first guess that the author goes on from.
  public let model: FootprintModel
  /// The factors of the package's impact category that the model uses; none when the model uses
  /// global warming potentials of the factor base.
  public let factors: [EmissionFactor]
  /// What was assumed or counts for nothing, for people.
  public let notes: [BilingualText]

  /// Makes a model.
  ///
  /// - Throws: Everything that keeps the package from being read.
  public init(_ package: OpenLCAPackage, _ options: OpenLCAOptions) throws(OpenLCAProblems) {
    var reader = OpenLCAReader(package)
    var characterisation = OpenLCACharacterisation(&reader, options)
    guard let system = OpenLCASystem.find(options.target, &reader) else {
      throw OpenLCAProblems(reader.problems)
    }
    var builder = OpenLCABuilder(system: system)
    builder.build(&reader, &characterisation)
    guard reader.problems.isEmpty,
      let unit = OpenLCAUnits.symbol(system.product.flow, &reader, system.process.file, ""),
      let product = builder.reference(to: system.product.flow, of: system.process.id)
    else { throw OpenLCAProblems(reader.problems) }
    let flow = system.product.flow
    let statement = FootprintStatement(
      identifier: options.identifier, productIds: ["urn:uuid:\(flow.id.lowercased())"],
      productName: OpenLCAText.name(flow.name), productDescription: OpenLCAText.line(system.name),
      unit: ReferenceUnit(amount: system.amount, unit: unit),
      massPerUnit: unit == "kg" ? system.amount : .zero, boundary: .cradleToGate,
      period: options.period, geography: options.geography, standards: options.standards,
      assessments: [options.assessment])
    model = FootprintModel(
      statement: statement, product: product, electricity: .locationBased,
      processes: builder.processes)
    factors = characterisation.factors.values.sorted { $0.code < $1.code }
    notes = Self.notes(characterisation.uncounted.sorted(), builder.leftOut)
  }

  private static func notes(_ uncounted: [String], _ leftOut: [String]) -> [BilingualText] {
    var notes: [BilingualText] = []
    if !uncounted.isEmpty {
      let names = uncounted.joined(separator: ", ")
      notes.append(
        BilingualText(
          "下列基本流没有气候变化系数,不计入(\(uncounted.count) 个):\(names)",
          "These elementary flows have no factor for climate change and count for nothing "
            + "(\(uncounted.count)): \(names)"))
    }
    if !leftOut.isEmpty {
      let names = leftOut.joined(separator: ", ")
      notes.append(
        BilingualText(
          "下列联产品的分配系数为零且无人使用,未列入:\(names)",
          "These co-products have a share of zero and no user, and are left out: \(names)"))
    }
    return notes
  }
}

/// Texts of a package as documents and models hold them.
enum OpenLCAText {
  /// One line without invisible characters, at most 200 bytes; `—` when nothing is left.
  static func line(_ text: String) -> String {
    var line = ""
    var isSpace = true
    for scalar in text.unicodeScalars {
      let isVisible =
        !scalar.properties.isDefaultIgnorableCodePoint
        && ![.control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator]
          .contains(scalar.properties.generalCategory)
      let next = isVisible && !scalar.properties.isWhitespace ? String(scalar) : " "
      if next == " " {
        if !isSpace { line += " " }
        isSpace = true
      } else {
        line += next
        isSpace = false
      }
      if line.utf8.count > 196 { break }
    }
    let trimmed = line.hasSuffix(" ") ? String(line.dropLast()) : line
    return trimmed.isEmpty ? "—" : trimmed
  }

  /// A name, the same in both languages: a package has one.
  static func name(_ text: String) -> BilingualText {
    let line = line(text)
    return BilingualText(line, line)
  }

  /// A name for references: letters and digits joined by `-`, different from all in `used`.
  static func id(_ text: String, _ fallback: String, _ used: inout Set<String>) -> String {
    var slug = ""
    scan: for byte in text.lowercased().utf8 {
      switch byte {
      case 0x30...0x39, 0x61...0x7A: slug.unicodeScalars.append(Unicode.Scalar(byte))
      default: if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
      }
      if slug.utf8.count >= 40 { break scan }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    if slug.isEmpty { slug = fallback }
    var id = slug
    var number = 2
    while !used.insert(id).inserted {
      id = "\(slug)-\(number)"
      number += 1
    }
    return id
  }
}
