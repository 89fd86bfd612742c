// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import Cryptography
public import FootprintEngine
public import ProductFootprints
public import Quantities

/// A model document on its way to a footprint: read, calculated, ready to be declared.
public struct FootprintDraft: Sendable {
  /// The path of the document.
  public let path: String
  /// The model, with what was changed on the way.
  public var model: FootprintModel
  private let bytes: [UInt8]
  private let document: FootprintDocument

  /// Reads the document at `path`; throws with every problem by line and column.
  public init(path: String) throws(ServiceError) {
    try self.init(document: try LocalFile.read(path), path: path)
  }

  /// Reads a document; throws with every problem by line and column.
  public init(document bytes: [UInt8], path: String) throws(ServiceError) {
    self.bytes = bytes
    self.path = path
    do throws(FootprintProblems) {
      document = try FootprintDocument(parsing: bytes)
    } catch {
      throw ServiceError(error, in: path)
    }
    model = document.model
  }

  /// The checked calculation; throws with every problem by line and column.
  public func calculation(
    from sources: some FootprintSources, on date: CalendarDate
  ) throws(ServiceError) -> FootprintCalculation {
    do throws(FootprintProblems) {
      return try FootprintCalculation(model, from: sources, on: date)
    } catch {
      throw ServiceError(document.located(error), in: path)
    }
  }

  /// The exact result; throws with every problem by line and column.
  public func result(
    of calculation: FootprintCalculation
  ) throws(ServiceError) -> FootprintResult {
    do throws(FootprintProblems) {
      return try calculation.result()
    } catch {
      throw ServiceError(document.located(error), in: path)
    }
  }

  /// The record that declares the result.
  ///
  /// - Parameters:
  ///   - result: The result of this model on `date`.
  ///   - hash: The ledger's hash, which digests the document.
  public func record(
    _ result: FootprintResult, on date: CalendarDate,
    certificates: [DeclarationRecord.Certificates] = [], hash: HashFunction
  ) throws(ServiceError) -> DeclarationRecord {
    let encoded = FootprintModelCodec.encode(model)
    guard encoded.count <= FootprintModelCodec.maximumBytes else {
      throw .invalid(
        BilingualText(
          "模型的规范编码有 \(encoded.count) 字节,上限 \(FootprintModelCodec.maximumBytes) 字节;"
            + "请将部分过程另作足迹声明后引用。",
          "The canonical form of the model has \(encoded.count) bytes, at most "
            + "\(FootprintModelCodec.maximumBytes) fit; declare part of its processes as "
            + "footprints of their own and draw on them."))
    }
    return DeclarationRecord(
      model: encoded, sourceDigest: hash.digest(of: bytes), calculated: date,
      cells: result.cells, certificates: certificates)
  }
}

extension ServiceError {
  /// Every problem of a model or document in one message, each with its rule and place, and last
  /// what to do about each rule.
  public init(_ problems: FootprintProblems, in path: String) {
    func lines(_ language: Language) -> String {
      var lines = problems.problems.map { $0.sentence(in: language, path: path) }
      for rule in FootprintRules.all {
        guard problems.problems.contains(where: { $0.rule?.code == rule.code }) else { continue }
        let title = language == .chinese ? "处理:" : "remedy: "
        lines.append("  \(rule.code) \(title)\(rule.remedy[language])")
      }
      return lines.joined(separator: "\n")
    }
    self = .invalid(BilingualText(lines(.chinese), lines(.english)))
  }
}

extension FootprintProblem {
  /// The problem as a sentence: place, rule, what was found, what was required.
  public func sentence(in language: Language, path file: String) -> String {
    let place = line > 0 ? "\(file):\(line):\(column): " : file.isEmpty ? "" : "\(file): "
    let code = rule.map { "\($0.code) " } ?? ""
    let part = path.isEmpty ? "" : "\(path): "
    let colon = language == .chinese ? ";要求:" : " Required: "
    var found = found[language]
    if language == .chinese, found.hasSuffix("。") { found.removeLast() }
    if language == .english, !found.hasSuffix("."), !found.isEmpty { found += "." }
    return "\(place)\(code)\(part)\(found)\(colon)\(required[language])"
  }
}

extension FootprintRule {
  /// The code in the rule book: `FCT-14`, `PCF-28`.
  public var code: String { rawValue < 22 ? "FCT-\(rawValue)" : "PCF-\(rawValue)" }
}
