// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import FootprintEngine
public import LedgerCore
public import ProductFootprints
public import Quantities
import SparseSystems

/// What can be done with footprints besides asking: statistics, declarations, imports.
public enum FootprintDesk {
  /// Draws the uncertain amounts of a calculation.
  public static func statistics(
    _ calculation: FootprintCalculation, _ iterations: Int, seed: UInt64
  ) throws(ServiceError) -> FootprintStatistics {
    var solver = EigenSolver()
    do throws(StatisticsFailure) {
      return try calculation.statistics(iterations: iterations, seed: seed, with: &solver)
    } catch {
      switch error {
      case .iterations(let limit):
        throw .invalid(
          BilingualText("抽样次数须为 1 至 \(limit)。", "Draw from 1 to \(limit) times."))
      case .uncertainty(let process, let line):
        throw .invalid(
          BilingualText(
            "过程 \(process) 的 \(line) 的不确定性参数不成分布。",
            "The uncertainty of \(line) in \(process) describes no distribution."))
      case .unsolved(let iteration, let failure):
        let place = iteration.map { " \($0)" } ?? ""
        throw .invalid(
          BilingualText(
            "抽样\(place)的系统无解(\(failure))。",
            "The system of draw\(place) has no solution (\(failure))."))
      }
    }
  }

  /// How much the total depends on each line, the largest first.
  public static func sensitivities(
    _ calculation: FootprintCalculation
  ) throws(ServiceError) -> [LineSensitivity] {
    var solver = EigenSolver()
    do throws(LinearSolverFailure) {
      return try calculation.sensitivities(with: &solver)
    } catch {
      throw .invalid(
        BilingualText("系统无法求解(\(error))。", "The system cannot be solved (\(error))."))
    }
  }

  /// What processes draw on each other, for pictures; none where the system cannot be solved.
  public static func flows(_ calculation: FootprintCalculation) -> [EmbodiedFlow] {
    var solver = EigenSolver()
    // A picture without these links still shows every contribution.
    return (try? calculation.embodiedFlows(with: &solver)) ?? []
  }

  /// The record that declares a draft, calculated with what the ledger knows.
  public static func declaration(
    of draft: FootprintDraft, certificates choices: [CertificateChoice], on date: CalendarDate,
    in state: LedgerState, hash: HashFunction
  ) throws(ServiceError) -> DeclarationRecord {
    let energy = try CertificateChoice.energy(of: choices, in: draft.model)
    let sources = LedgerSources(
      try state.footprints(), state.core, certifiedEnergy: energy)
    let calculation = try draft.calculation(from: sources, on: date)
    var certificates: [DeclarationRecord.Certificates] = []
    for choice in choices {
      certificates.append(
        DeclarationRecord.Certificates(
          process: choice.process, series: try state.seriesNumber(choice.range.series),
          first: choice.range.first, count: choice.range.count))
    }
    return try draft.record(
      try draft.result(of: calculation), on: date, certificates: certificates, hash: hash)
  }

  /// The footprints in a file of PACT JSON, or CSV when it is named so.
  public static func documents(in path: String) throws(ServiceError) -> [PACTDocument] {
    let bytes = try LocalFile.read(path)
    if path.lowercased().hasSuffix(".csv") { return try documents(csv: bytes, path) }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .invalid(BilingualText("\(path):\(error)", "\(path): \(error)"))
    }
    let items = PACTExchange.footprints(in: value)
    var documents: [PACTDocument] = []
    for (position, item) in items.enumerated() {
      do throws(FootprintProblems) {
        documents.append(try PACTExchange.document(item))
      } catch {
        throw ServiceError(error, in: items.count == 1 ? path : "\(path) [\(position)]")
      }
    }
    guard !documents.isEmpty else {
      throw .invalid(
        BilingualText("\(path) 中没有产品碳足迹。", "There is no footprint in \(path)."))
    }
    return documents
  }

  private static func documents(
    csv bytes: [UInt8], _ path: String
  ) throws(ServiceError) -> [PACTDocument] {
    let rows: [FootprintTableReader.Row]
    do throws(CSVError) {
      rows = try FootprintTableReader.rows(of: bytes)
    } catch {
      throw .invalid(BilingualText("\(path):\(error)", "\(path): \(error)"))
    }
    var documents: [PACTDocument] = []
    var problems: [FootprintProblem] = []
    for row in rows {
      switch row.result {
      case .success(let document): documents.append(document)
      case .failure(let failure): problems += failure.problems
      }
    }
    if !problems.isEmpty { throw ServiceError(FootprintProblems(problems), in: path) }
    return documents
  }
}

/// Two results side by side.
public struct FootprintComparison: Sendable {
  /// A stage, or the total.
  public struct Row: Sendable {
    /// The name.
    public let name: BilingualText
    /// Kilograms of CO2 equivalent in the first result.
    public let first: ExactDecimal
    /// In the second.
    public let second: ExactDecimal
    /// The second without the first.
    public let change: ExactDecimal
    /// The change in per cent of the first, with one place; empty where that is zero.
    public let percent: String
  }

  /// The stages that either result has, and the total last.
  public let rows: [Row]

  /// Compares two pages.
  public init(_ first: ResultPage, _ second: ResultPage) {
    func row(
      _ name: BilingualText, _ isIncluded: (FootprintResult.Cell) -> Bool
    ) -> Row {
      let (a, b) = (first.result.sum(where: isIncluded), second.result.sum(where: isIncluded))
      // Amounts of twelve digits are far from what a decimal can hold.
      let change = (try? b - a) ?? .zero
      return Row(
        name: name, first: a, second: b, change: change,
        percent: ResultPage.share(change, of: a))
    }
    let cells = first.result.cells + second.result.cells
    rows =
      LifeCycleStage.allCases.filter { stage in cells.contains { $0.stage == stage } }.map {
        stage in row(stage.title) { $0.stage == stage }
      } + [row(BilingualText("合计", "Total")) { _ in true }]
  }
}
