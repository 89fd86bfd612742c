// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities

/// Factor files together.
public enum FactorFiles {
  /// The factors of all files; throws with every problem, and for a code that stands in two.
  public static func read(_ paths: [String]) throws(ServiceError) -> FactorBook {
    var book = FactorBook()
    for path in paths {
      let table = FactorTable(csv: try LocalFile.read(path))
      if !table.problems.isEmpty {
        throw ServiceError(FootprintProblems(table.problems), in: path)
      }
      for factor in table.factors where !book.append(factor) {
        throw .invalid(
          BilingualText(
            "\(path):代码 \(factor.code) 在前面的文件中已有。",
            "\(path): the code \(factor.code) stands in an earlier file too."))
      }
    }
    return book
  }

  /// The factor files of a folder, by name; throws when there is none.
  public static func inFolder(_ path: String) throws(ServiceError) -> [String] {
    let names = LocalFile.names(in: path).filter { $0.hasSuffix(".csv") }.sorted()
    guard !names.isEmpty else {
      throw .notFound(
        BilingualText(
          "\(path) 中没有因子文件(*.csv)。", "There is no factor file (*.csv) in \(path)."))
    }
    return names.map { "\(path)/\($0)" }
  }
}

/// Registers factors: those that are on the ledger already are skipped if they are the same.
public struct FactorRegistration: Sendable {
  private let factors: [EmissionFactor]

  /// Prepares to register `factors`.
  public init(_ factors: [EmissionFactor]) { self.factors = factors }

  /// Registers them: all, or none.
  ///
  /// - Returns: How many were registered, and how many were there.
  public func run(
    _ session: LedgerSession, as signer: StatementSigner, isDryRun: Bool = false
  ) async throws(ServiceError) -> (accepted: Int, duplicates: Int) {
    let table = try await session.ledger.current.footprints().factors
    var waiting: [EmissionFactor] = []
    for factor in factors {
      guard let number = table.number(forKey: factor.code) else {
        waiting.append(factor)
        continue
      }
      guard table[number].factor == factor else {
        throw .invalid(
          BilingualText(
            "因子 \(factor.code) 已以不同内容登记;另一数值须用新的版本号。",
            "The factor \(factor.code) is registered with other content; another value needs "
              + "another version."))
      }
    }
    // What is superseded has to be there before what takes its place.
    waiting = Self.ordered(waiting)
    let duplicates = factors.count - waiting.count
    let ready = waiting
    _ = try await BatchSubmission(ready.map { FactorRecord($0).encoded }).run(
      session, as: signer, isDryRun: isDryRun
    ) { ready[$0].code }
    return (waiting.count, duplicates)
  }

  private static func ordered(_ factors: [EmissionFactor]) -> [EmissionFactor] {
    let codes = Set(factors.map(\.code))
    var ordered: [EmissionFactor] = []
    var placed: Set<String> = []
    var rest = factors
    while !rest.isEmpty {
      let ready = rest.filter { !codes.contains($0.supersedes) || placed.contains($0.supersedes) }
      // A circle of supersessions is left as it is, for the ledger to refuse.
      guard !ready.isEmpty else { return ordered + rest }
      ordered += ready
      placed.formUnion(ready.map(\.code))
      rest = rest.filter { !placed.contains($0.code) }
    }
    return ordered
  }
}
