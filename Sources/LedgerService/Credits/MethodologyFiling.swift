// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
public import Cryptography
public import InclusiveCredits
public import MethodologyEngine
public import Quantities

/// A methodology document on its way to the ledger (备案): read, completed, checked, encoded.
///
/// What no source fixes is set by whoever files, each value with its source; a parameter that is
/// still open is refused, since nothing could be computed by it.
public struct MethodologyFiling: Sendable {
  /// The document's bytes, whose digest the filing carries.
  public let document: [UInt8]
  /// Where the document was read, for messages.
  public let path: String
  /// The methodology with what has been set so far.
  public private(set) var methodology: Methodology

  private let source: MethodologyDocument

  /// Reads the document at `path`: a file, or a folder that holds `methodology.yaml`.
  public init(path: String) throws(ServiceError) {
    let inside = "\(path)/\(MethodologyFolder.fileName)"
    let file = LocalFile.exists(inside) ? inside : path
    try self.init(document: try LocalFile.read(file), path: file)
  }

  /// Reads a document; throws with every problem by line and column.
  public init(document: [UInt8], path: String) throws(ServiceError) {
    self.document = document
    self.path = path
    do throws(MethodologyProblems) {
      source = try MethodologyDocument(parsing: document)
    } catch {
      throw ServiceError(error, in: path)
    }
    methodology = source.methodology
  }

  /// Sets parameters that the document leaves open.
  ///
  /// - Parameters:
  ///   - assignments: As ``ParameterAssignment`` reads them.
  ///   - sources: Where each parameter's values come from, by the parameter's name.
  ///   - date: The day the values are set.
  public mutating func set(
    _ assignments: [ParameterAssignment], sources: [String: String], on date: CalendarDate
  ) throws(ServiceError) {
    for assignment in assignments {
      let name = assignment.setting.name
      guard let source = sources[name] else {
        throw .invalid(
          BilingualText(
            "参数 \(name) 已设定,但未注明来源;请加 --source \"\(name)=文件名称\"。",
            "The parameter \(name) is set without a source; add --source \"\(name)=document\"."))
      }
      do throws(MethodologyProblems) {
        methodology = try methodology.setting(
          assignment.setting, from: assignment.from, through: assignment.through,
          source: Methodology.Source(document: source, date: date))
      } catch {
        throw ServiceError(error, in: path)
      }
    }
    let set = Set(assignments.map(\.setting.name))
    if let unused = sources.keys.sorted().first(where: { !set.contains($0) }) {
      throw .invalid(
        BilingualText(
          "--source \(unused):没有对应的 --set。", "--source \(unused): there is no --set for it."))
    }
  }

  /// The record to be signed: checked whole, in canonical form.
  ///
  /// - Parameters:
  ///   - hash: The ledger's hash, which digests the document.
  ///   - reference: The filing document; the methodology's own when `nil`.
  public func record(
    hash: HashFunction, reference: String? = nil
  ) throws(ServiceError) -> MethodologyFilingRecord {
    try requireSound(source.methodology)
    let open = try program(methodology).unsetParameters
    guard open.isEmpty else { throw unset(open) }
    let bytes = MethodologyCodec.encode(try withOwnExamples())
    guard bytes.count <= InclusiveCreditLimits.payloadBytes else {
      throw .invalid(
        BilingualText(
          "方法学的规范编码有 \(bytes.count) 字节,上限 \(InclusiveCreditLimits.payloadBytes) 字节;"
            + "请减少示例或文字。",
          "The canonical form has \(bytes.count) bytes, at most "
            + "\(InclusiveCreditLimits.payloadBytes) fit; shorten examples or texts."))
    }
    return MethodologyFilingRecord(
      document: bytes, sourceDigest: hash.digest(of: document),
      reference: reference ?? filingReference)
  }

  private func program(_ methodology: Methodology) throws(ServiceError) -> MethodologyProgram {
    do throws(MethodologyProblems) {
      return try MethodologyProgram(methodology)
    } catch {
      throw ServiceError(source.located(error), in: path)
    }
  }

  /// The document as its author wrote it checks, and its worked examples hold.
  private func requireSound(_ methodology: Methodology) throws(ServiceError) {
    for outcome in try program(methodology).runExamples() where !outcome.isMet {
      throw .invalid(
        BilingualText(
          "\(path) 的算例 \(outcome.position + 1) 不成立;请运行 tanzhang methodology check \(path)。",
          "Worked example \(outcome.position + 1) of \(path) does not hold; run "
            + "tanzhang methodology check \(path)."))
    }
  }

  /// The methodology with the examples that are examples of what is filed.
  ///
  /// An example may assume values of its own for what the document leaves open. It is filed without
  /// them where it holds under the values set here; where it does not, it is left out.
  private func withOwnExamples() throws(ServiceError) -> Methodology {
    var filed = methodology
    for position in filed.examples.indices { filed.examples[position].parameters = [] }
    let held = Set(try program(filed).runExamples().filter(\.isMet).map(\.position))
    filed.examples = filed.examples.indices.filter(held.contains).map { filed.examples[$0] }
    return filed
  }

  private var filingReference: String {
    guard let date = methodology.filing.date else { return methodology.filing.document }
    return "\(methodology.filing.document) (\(date))"
  }

  /// Names what is open and how to set it: nothing is ever assumed.
  private func unset(_ names: [String]) -> ServiceError {
    var chinese = "\(methodology.identity) 中下列参数无来源规定取值,备案时须由主管部门设定:"
    var english = "\(methodology.identity) leaves open what has to be set when it is filed:"
    for name in names {
      let base = name.prefix { $0 != "[" }
      guard let parameter = methodology.parameters.first(where: { $0.name == base }) else {
        continue
      }
      let choice = parameter.values.isEmpty ? parameter.by.map { "[\($0)]" } ?? "" : ""
      let options = "  --set \"\(name)\(choice)=…\" --source \"\(base)=…\""
      chinese += "\n  \(name)  \(parameter.label.chinese)(\(parameter.unit))" + options
      english += "\n  \(name)  \(parameter.label.english) (\(parameter.unit))" + options
    }
    return .invalid(BilingualText(chinese, english))
  }
}

extension ServiceError {
  /// Every problem of a methodology in one message, each with the place in its document.
  init(_ problems: MethodologyProblems, in path: String) {
    func line(_ problem: MethodologyProblem, _ message: String) -> String {
      let place = problem.line > 0 ? "\(path):\(problem.line):\(problem.column): " : ""
      return "\(place)\(problem.path): \(message)"
    }
    self = .invalid(
      BilingualText(
        problems.problems.map { line($0, $0.message.chinese) }.joined(separator: "\n"),
        problems.problems.map { line($0, $0.message.english) }.joined(separator: "\n")))
  }
}
