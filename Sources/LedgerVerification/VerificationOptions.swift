// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import LedgerCore
public import TransparencyLog

/// What a verification holds a ledger against, besides the ledger itself.
public struct VerificationOptions: Sendable {
  /// The most findings kept; the rest is counted.
  public var findingLimit = 10_000
  /// The ledger's keys as the auditor knows them.
  ///
  /// Each must be the key that genesis names, or the second key of the newest checkpoint. Without
  /// any the ledger is believed.
  public var pinnedKeys: [NoteVerifier] = []
  /// Checkpoints the auditor trusts from before, as notes; the ledger must continue them.
  public var trustedCheckpoints: [[UInt8]] = []
  /// The cosignatures the newest checkpoint must have; those kept of others must be valid.
  public var cosignatures: CosignatureRequirement?
  /// Who may vouch for timestamps; then there must be one, and all must verify.
  public var timestampAuthorities: CertificateStore?
  /// How long to wait for a checkpoint over entries that none covers yet: somebody may be writing
  /// them.
  ///
  /// Without one they are a finding, as what a crash left behind is.
  public var patience = Duration.zero
  /// The stored state to compare with the replayed one.
  public var storedState: StoredState?

  /// Creates the default options: nothing but the ledger itself is needed.
  public init() {}
}

/// A stored state that is not as it was written: a finding, like a row that does not follow.
public struct StoredStateDamage: Error, Sendable {
  /// Where, what, and what to do, as a sentence.
  public let reason: String

  /// Creates damage.
  public init(reason: String) { self.reason = reason }
}

/// A stored state as a state storage gives it.
public struct StoredState: Sendable {
  /// Calls its argument with each stored row; throws when the storage cannot be read, a
  /// ``StoredStateDamage`` when it is not as it was written.
  public typealias Visit = @Sendable ((StateImage) -> Void) throws -> Void
  /// Calls its argument with each text by which a row is found: its section, the text, the key of
  /// the row; throws as ``Visit`` does.
  public typealias VisitLookups =
    @Sendable ((UInt8, _ text: [UInt8], _ key: [UInt8]) -> Void) throws -> Void

  /// The number of entries the stored state stands for.
  public let size: UInt64
  let visit: Visit
  let visitLookups: VisitLookups

  /// Creates a stored state.
  public init(size: UInt64, lookups: @escaping VisitLookups, visit: @escaping Visit) {
    self.size = size
    self.visit = visit
    visitLookups = lookups
  }

  /// Creates a stored state of which nothing can be read.
  public init(damage: StoredStateDamage) {
    self.init(size: 0, lookups: { _ in }, visit: { _ in throw damage })
  }

  /// Creates a stored state of images in memory.
  public init(size: UInt64, images: [StateImage]) {
    self.init(
      size: size,
      lookups: { visit in
        for image in images {
          for text in image.lookupKeys { visit(image.section, Array(text.utf8), image.key) }
        }
      },
      visit: { visit in images.forEach(visit) })
  }
}
