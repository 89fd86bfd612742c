// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import FileStorage
import InclusiveCredits
public import LedgerCore
import MethodologyEngine
public import Quantities

/// The submission of an activity list of any size: the operator's daily job.
///
/// Lines are read in chunks, sorted by event date into batches of up to 2 000, evaluated, signed
/// and registered; several statements are on their way at once, admitted in the order of the list.
/// A batch is admitted whole or not at all: when it is refused, the activities that a rule refuses
/// are left out and the others sent again. What an earlier run registered is recognised by the ids
/// of its statements, which depend on the lines alone: a list submitted again, or begun again
/// after a crash, registers nothing twice.
public struct ActivitySubmission: Sendable {
  /// What is said of a list besides its lines.
  public struct Terms: Sendable {
    /// The number of the scenario.
    public var scenario: UInt32
    /// What stands behind the activities.
    public var status: DataStatus
    /// The digest of the raw data the operator keeps.
    public var evidence: Digest?
    /// Makes pseudonyms of the operator's own identities; `nil` when the list has pseudonyms.
    public var pseudonyms: PersonPseudonym?
    /// The form of the list.
    public var format: ActivityListFormat
    /// Where refused lines are written; `nil` for nowhere.
    public var refusals: String?

    /// Creates terms.
    public init(
      scenario: UInt32, status: DataStatus = .measured, evidence: Digest? = nil,
      pseudonyms: PersonPseudonym? = nil, format: ActivityListFormat = .csv,
      refusals: String? = nil
    ) {
      self.scenario = scenario
      self.status = status
      self.evidence = evidence
      self.pseudonyms = pseudonyms
      self.format = format
      self.refusals = refusals
    }
  }

  let path: String
  let terms: Terms
  let session: LedgerSession
  let signer: StatementSigner
  let clock: @Sendable () -> Timestamp
  /// The bytes of a chunk; a line is no longer.
  var chunkSize = LineChunks.chunkSize
  private let plan: Plan

  /// What the ledger knows that every chunk needs.
  private struct Plan: Sendable {
    let scenario: Scenario
    let forms: ActivityForms
    let programs: [MethodologyProgram]
    let persons: PersonTable
    let function: HashFunction
  }

  /// Prepares the submission of the list at `path`.
  ///
  /// - Parameter clock: The session's clock.
  public init(
    list path: String, _ terms: Terms, on session: LedgerSession, as signer: StatementSigner,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws(ServiceError) {
    self.path = path
    self.terms = terms
    self.session = session
    self.signer = signer
    self.clock = clock
    let (number, issuer) = (terms.scenario, signer.issuer)
    plan = try await session.ledger.inspect { (state) throws(ServiceError) in
      try Self.plan(state, scenario: number, issuer: issuer)
    }
  }

  private static func plan(
    _ state: borrowing LedgerState, scenario number: UInt32, issuer: UInt32
  ) throws(ServiceError) -> Plan {
    guard let credits = state.mechanism(InclusiveCredits.self),
      let scenario = credits.scenarios.row(number)
    else {
      throw .notFound(BilingualText("没有减排场景 \(number)。", "There is no scenario \(number)."))
    }
    guard scenario.approval.operatorNumber == issuer else {
      let own = NumberedCode.text("participant", issuer)
      let code = NumberedCode.text("participant", scenario.approval.operatorNumber)
      throw .rejected(
        Rejection(
          LedgerRules.role,
          found: BilingualText("参与方 \(own)", "participant \(own)"),
          required: BilingualText(
            "\(scenario.code) 的运营主体,参与方 \(code)",
            "the operator of \(scenario.code), participant \(code)")))
    }
    var numbers = [scenario.approval.methodology]
    for change in scenario.changes {
      if let number = change.methodology, !numbers.contains(number) { numbers.append(number) }
    }
    var forms: [(number: UInt32, form: ActivityForm)] = []
    var programs: [MethodologyProgram] = []
    for number in numbers {
      guard let program = credits.program(ofMethodology: number) else {
        throw .notFound(
          BilingualText("方法学 \(number) 无法读取。", "Methodology \(number) cannot be read."))
      }
      forms.append((number, ActivityForm(program.methodology)))
      programs.append(program)
    }
    return Plan(
      scenario: scenario, forms: ActivityForms(scenario, forms), programs: programs,
      persons: credits.persons, function: state.header.suite.hash)
  }

  /// Submits the list; `progress` is told how far it is.
  public func run(
    progress: (ActivityProgress) -> Void
  ) async throws(ServiceError) -> ActivityReport {
    var chunks = try ActivityRun.open(path, chunkSize)
    let first = try ActivityRun.next(&chunks)
    let header = try header(of: first)
    let parser = ActivityParser(
      format: terms.format, header: header, forms: plan.forms,
      persons: PersonLookup(persons: plan.persons, maker: terms.pseudonyms),
      function: plan.function)
    let run = ActivityRun(
      maker: maker(header), session: session,
      report: ActivityReport(isPoints: plan.scenario.approval.benefit == .points),
      refusals: try terms.refusals.map { (path) throws(ServiceError) in
        try ActivityRefusalFile(path: path, terms.format, header: header)
      })
    try await run.submit(first, &chunks, parser, progress)
    return try run.finish()
  }

  /// The columns of a CSV list; one that lacks a column for all its versions is refused whole.
  private func header(of chunk: LineChunks.Chunk?) throws(ServiceError) -> [String] {
    guard terms.format == .csv else { return [] }
    let bytes = chunk?.bytes ?? []
    let header = try ActivityParser.header(of: Array(bytes.prefix { $0 != 0x0A }))
    for form in plan.forms.all {
      try ActivityColumns(form, header: header).requireAll(form, hasSalt: terms.pseudonyms != nil)
    }
    return header
  }

  private func maker(_ header: [String]) -> ActivityBatchMaker {
    var identity = [terms.status.name, String(terms.scenario)]
    identity.append(terms.pseudonyms.map { $0.saltDigest.hexadecimal } ?? "")
    identity += header.filter { !ActivityRefusalFile.columns.contains($0) }
    return ActivityBatchMaker(
      scenario: terms.scenario, approval: plan.scenario.approval, status: terms.status,
      evidence: terms.evidence, forms: plan.forms, programs: plan.programs, signer: signer,
      function: plan.function, clock: clock,
      identity: Array(identity.joined(separator: "\u{0}").utf8))
  }
}
