// SPDX-License-Identifier: Apache-2.0

/// Which logs are trusted, which witnesses are known, and which of them must have cosigned
/// (C2SP tlog-policy).
public struct WitnessPolicy: Hashable, Sendable {
  /// A log whose checkpoints are accepted.
  public struct Log: Hashable, Sendable {
    /// Its key, named like its origin.
    public let verifier: NoteVerifier
    /// Where it is published, if the policy says so.
    public let url: String?
  }

  /// A witness.
  public struct Witness: Hashable, Sendable {
    /// Its name within the policy; names are bytes, compared as bytes.
    public let name: [UInt8]
    /// Its key.
    public let verifier: NoteVerifier
    /// Where it takes requests, if the policy says so.
    public let url: String?

    /// Names a witness.
    public init(name: [UInt8], verifier: NoteVerifier, url: String?) {
      self.name = name
      self.verifier = verifier
      self.url = url
    }
  }

  /// Which sets of witnesses suffice.
  public indirect enum Quorum: Hashable, Sendable {
    /// Even the empty one.
    case none
    /// Those with the witness at this place in the list.
    case witness(Int)
    /// Those that suffice for so many of the members.
    case threshold(Int, of: [Quorum])

    /// Whether the witnesses at these places suffice.
    public func isSatisfied(by witnesses: Set<Int>) -> Bool {
      switch self {
      case .none: true
      case .witness(let place): witnesses.contains(place)
      case .threshold(let count, let members):
        members.count { $0.isSatisfied(by: witnesses) } >= count
      }
    }
  }

  /// The logs.
  public let logs: [Log]
  /// The witnesses.
  public let witnesses: [Witness]
  /// What suffices.
  public let quorum: Quorum

  /// Makes the policy that so many of these witnesses must have cosigned.
  ///
  /// A threshold above the number of witnesses can never be met.
  public init(witnesses verifiers: [NoteVerifier], threshold: Int) {
    logs = []
    witnesses = verifiers.map {
      Witness(name: Array($0.name.utf8), verifier: $0, url: nil)
    }
    quorum =
      threshold <= 0
      ? .none : .threshold(threshold, of: verifiers.indices.map { .witness($0) })
  }

  init(logs: [Log], witnesses: [Witness], quorum: Quorum) {
    self.logs = logs
    self.witnesses = witnesses
    self.quorum = quorum
  }
}

/// How old a cosignature may be when it is counted.
public struct CosignatureFreshness: Hashable, Sendable {
  /// How far ahead of ours a witness's clock may be, in seconds.
  public static let clockTolerance: UInt64 = 300

  /// The time now, in POSIX seconds.
  public let now: UInt64
  /// The greatest age, in seconds.
  public let maximumAge: UInt64

  /// Creates a limit.
  public init(now: UInt64, maximumAge: UInt64) {
    self.now = now
    self.maximumAge = maximumAge
  }
}

/// Which cosignatures a reader asks for, and how recent they must be.
public struct CosignatureRequirement: Hashable, Sendable {
  /// The witnesses, and which of them suffice.
  public let policy: WitnessPolicy
  /// How old their cosignatures may be; nil for any age.
  public let freshness: CosignatureFreshness?

  /// Creates a requirement.
  public init(_ policy: WitnessPolicy, freshness: CosignatureFreshness? = nil) {
    self.policy = policy
    self.freshness = freshness
  }

  /// Judges the cosignatures of a note; whether the log signed it is not asked here.
  public func judge(_ note: SignedNote) -> WitnessReport {
    policy.judge(note, freshness: freshness)
  }

  /// Whether the policy names no log, or this key of a log.
  public func accepts(log verifier: NoteVerifier) -> Bool {
    policy.logs.isEmpty || policy.logs.contains { $0.verifier == verifier }
  }
}

/// What a policy makes of the cosignatures of one checkpoint.
public struct WitnessReport: Hashable, Sendable {
  /// What one witness did.
  public enum Standing: Hashable, Sendable {
    /// It cosigned, at this time in POSIX seconds.
    case cosigned(time: UInt64)
    /// There is no cosignature of its key.
    case absent
    /// There is one that does not verify.
    case invalid
    /// It cosigned at this time, too long ago.
    case stale(time: UInt64)
    /// It claims to have cosigned at this time, which has not come yet.
    case early(time: UInt64)
  }

  /// The standing of each witness, in the order of the policy.
  public let standings: [Standing]
  /// Whether the cosignatures that count suffice, and none by a known key is invalid.
  public let isSatisfied: Bool

  /// How many cosignatures count.
  public var count: Int {
    standings.count { if case .cosigned = $0 { true } else { false } }
  }
}

extension WitnessPolicy {
  /// Judges the cosignatures of a note; whether the log signed it is not asked here.
  public func judge(
    _ note: SignedNote, freshness: CosignatureFreshness? = nil
  ) -> WitnessReport {
    let standings = witnesses.map { standing(of: $0.verifier, in: note, freshness) }
    var counted: Set<Int> = []
    for (place, standing) in standings.enumerated() {
      if case .cosigned = standing { counted.insert(place) }
    }
    return WitnessReport(
      standings: standings,
      isSatisfied: quorum.isSatisfied(by: counted) && !standings.contains(.invalid))
  }

  private func standing(
    of verifier: NoteVerifier, in note: SignedNote, _ freshness: CosignatureFreshness?
  ) -> WitnessReport.Standing {
    let lines = note.signatures.filter { verifier.answers(to: $0) }
    guard !lines.isEmpty else { return .absent }
    var newest: UInt64 = 0
    for line in lines {
      guard let time = verifier.verify(line, text: note.text)?.timestamp else { return .invalid }
      newest = max(newest, time)
    }
    guard let freshness else { return .cosigned(time: newest) }
    if newest > freshness.now &+ CosignatureFreshness.clockTolerance { return .early(time: newest) }
    let age = freshness.now > newest ? freshness.now - newest : 0
    return age > freshness.maximumAge ? .stale(time: newest) : .cosigned(time: newest)
  }
}

extension WitnessReport {
  /// What each witness of the policy did, by name, for findings.
  public func description(of policy: WitnessPolicy) -> String {
    let parts = zip(policy.witnesses, standings).map { witness, standing in
      let name = String(decoding: witness.name, as: UTF8.self)
      return switch standing {
      case .cosigned(let time): "\(name) at \(time)"
      case .absent: "\(name) absent"
      case .invalid: "\(name) invalid"
      case .stale(let time): "\(name) too old (\(time))"
      case .early(let time): "\(name) not yet (\(time))"
      }
    }
    return parts.isEmpty ? "no witnesses" : parts.joined(separator: ", ")
  }
}
