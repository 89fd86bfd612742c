// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A methodology (方法学): who filed it, what it applies to, and the formula by which the ledger
/// computes reductions or points from activity data.
///
/// This is the content of a document, not yet checked. ``MethodologyProgram`` checks it whole and
/// runs it; ``MethodologyCodec`` writes it as the canonical bytes that a filing carries.
public struct Methodology: Sendable, Equatable {
  /// Scheme, id and version, which together name one immutable text.
  public var identity: Identity
  /// The title.
  public var title: BilingualText
  /// The official number (备案编号), when there is one.
  public var code: String?
  /// What standing the text has.
  public var status: Status
  /// Who filed or published it.
  public var authority: BilingualText
  /// The filing document or standard.
  public var filing: Source
  /// The first event date it applies to.
  public var effectiveFrom: CalendarDate
  /// The last event date it applies to; `nil` for no end.
  public var effectiveThrough: CalendarDate?
  /// Where it applies, for people; conditions test it.
  public var region: BilingualText
  /// What it does and what it cannot do, for people.
  public var summary: BilingualText
  /// Why reductions are additional, and how double counting is kept out, for people.
  public var additionality: BilingualText
  /// What a reduction is credited for and for how long.
  public var crediting: Crediting
  /// What one activity is: when it happens, what is monitored, what makes it unique.
  public var activity: ActivityShape
  /// Facts fixed when a scenario or project is approved.
  public var attributes: [InputDefinition]
  /// The parameters with their values and sources.
  public var parameters: [ParameterDefinition]
  /// Named intermediate results, each may use those before it.
  public var definitions: [Definition]
  /// What must be true before anything is computed.
  public var conditions: [Condition]
  /// Plausibility limits over a person's day.
  public var limits: [DailyLimit]
  /// The formula.
  public var result: ResultDefinition
  /// What the reduction excludes elsewhere.
  public var exclusivity: Exclusivity
  /// Worked examples, which every check runs.
  public var examples: [WorkedExample]

  /// Creates a methodology.
  public init(
    identity: Identity, title: BilingualText, code: String?, status: Status,
    authority: BilingualText, filing: Source, effectiveFrom: CalendarDate,
    effectiveThrough: CalendarDate?, region: BilingualText, summary: BilingualText,
    additionality: BilingualText, crediting: Crediting, activity: ActivityShape,
    attributes: [InputDefinition], parameters: [ParameterDefinition],
    definitions: [Definition], conditions: [Condition], limits: [DailyLimit],
    result: ResultDefinition, exclusivity: Exclusivity, examples: [WorkedExample]
  ) {
    self.identity = identity
    self.title = title
    self.code = code
    self.status = status
    self.authority = authority
    self.filing = filing
    self.effectiveFrom = effectiveFrom
    self.effectiveThrough = effectiveThrough
    self.region = region
    self.summary = summary
    self.additionality = additionality
    self.crediting = crediting
    self.activity = activity
    self.attributes = attributes
    self.parameters = parameters
    self.definitions = definitions
    self.conditions = conditions
    self.limits = limits
    self.result = result
    self.exclusivity = exclusivity
    self.examples = examples
  }
}

extension Methodology {
  /// What names a methodology version for ever: `shenzhen/public-transport@2021`.
  public struct Identity: Sendable, Hashable, CustomStringConvertible {
    /// The scheme: the folder under `Methodologies/`.
    public var scheme: String
    /// The methodology within its scheme.
    public var id: String
    /// The version; a changed text is a new version.
    public var version: String

    /// Creates an identity; each part is lower-case letters, digits, `.` and `-`.
    public init(scheme: String, id: String, version: String) {
      self.scheme = scheme
      self.id = id
      self.version = version
    }

    /// `scheme/id@version`.
    public var description: String { "\(scheme)/\(id)@\(version)" }
  }

  /// What standing a methodology's text has.
  public enum Status: UInt8, Sendable, CaseIterable {
    /// Filed by an authority (备案).
    case filed = 0
    /// A published standard that an authority may file.
    case standard = 1
    /// Filed by nobody; credits only where an authority files it on the ledger.
    case unfiled = 2

    /// The names in documents, in order of the raw values.
    public static let names = ["filed", "standard", "unfiled"]
  }

  /// Where a value or a rule comes from.
  public struct Source: Sendable, Hashable {
    /// The document: title and clause, or an address.
    public var document: String
    /// When it was published; `nil` when not known.
    public var date: CalendarDate?

    /// Creates a source.
    public init(document: String, date: CalendarDate?) {
      self.document = document
      self.date = date
    }
  }

  /// For whom reductions are credited, and for how long.
  public struct Crediting: Sendable, Equatable {
    /// Who earns the reduction.
    public var holder: Holder
    /// The longest crediting period in years; `nil` when the source names none.
    public var maximumYears: Int?
    /// How many days after the event activities may be reported; `nil` leaves it to the scheme.
    public var lateWindowDays: Int?
    /// The share of each issue that goes to the buffer pool, in basis points.
    public var bufferBasisPoints: Int
    /// Whether each person must have authorised the operator.
    public var needsAuthorisation: Bool

    /// Creates terms of crediting.
    public init(
      holder: Holder, maximumYears: Int?, lateWindowDays: Int?, bufferBasisPoints: Int,
      needsAuthorisation: Bool
    ) {
      self.holder = holder
      self.maximumYears = maximumYears
      self.lateWindowDays = lateWindowDays
      self.bufferBasisPoints = bufferBasisPoints
      self.needsAuthorisation = needsAuthorisation
    }
  }

  /// Who earns the reduction of an activity.
  public enum Holder: UInt8, Sendable, CaseIterable {
    /// A person or household: each activity names one.
    case person = 0
    /// The site or project approved.
    case site = 1

    /// The names in documents, in order of the raw values.
    public static let names = ["person", "site"]
  }

  /// What a reduction excludes elsewhere.
  public struct Exclusivity: Sendable, Equatable {
    /// The group of methodologies that compete for the same reductions.
    public var group: String
    /// The other schemes a site must not be in, for people and for the approval's claims.
    public var schemes: [String]
    /// What an approval must name and may be claimed once: `site`, `device`, `parcel`.
    public var subjects: [String]
    /// The input or definition whose energy is claimed as well, so that no certificate stands for
    /// the same kilowatt-hours.
    public var energy: String?

    /// Creates an exclusivity.
    public init(group: String, schemes: [String], subjects: [String], energy: String?) {
      self.group = group
      self.schemes = schemes
      self.subjects = subjects
      self.energy = energy
    }
  }
}
