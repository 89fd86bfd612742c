// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import Quantities

/// What a look at a published ledger found.
public struct MonitorReport: Sendable {
  /// One thing that is wrong.
  public struct Finding: Sendable {
    /// What kind of thing.
    public let kind: Kind
    /// What was expected and found, for people who look into it.
    public let detail: String
    /// The file with the evidence, if there is any.
    public let evidencePath: String?
  }

  /// What can be wrong; the raw values are stable.
  public enum Kind: String, Sendable, CaseIterable {
    /// The checkpoint is not signed by the ledger's key.
    case signature
    /// Two roots of the size that is known.
    case fork
    /// Fewer entries than are known.
    case rollback
    /// A larger tree whose beginning is not the known one.
    case rewrite
    /// The entries are not those that the tree is over.
    case entries
    /// The tiles are not those of the signed root.
    case tiles
    /// Not enough witnesses cosigned, or not recently.
    case witness

    /// Whether the ledger's own signature stands under it: then it is the ledger's doing, not a
    /// damaged copy.
    public var isMisbehaviour: Bool { self == .fork || self == .rewrite }

    /// What is wrong, in one sentence.
    public var sentence: BilingualText {
      switch self {
      case .signature:
        BilingualText(
          "检查点没有该账本密钥的有效签名。",
          "The checkpoint is not signed by the ledger's key.")
      case .fork:
        BilingualText(
          "分叉:账本就已知规模签署了另一树根。",
          "Fork: the ledger signed another root of the size that is known.")
      case .rollback:
        BilingualText(
          "回退:已发布的条目少于已知的条目。",
          "Rollback: fewer entries are published than are known.")
      case .rewrite:
        BilingualText(
          "改写:所签较大的树不以已知的树为开头。",
          "Rewrite: the larger tree that is signed does not begin with the known one.")
      case .entries:
        BilingualText(
          "已发布的条目与所签的树不符。", "The published entries are not those of the signed tree.")
      case .tiles:
        BilingualText(
          "已发布的瓦片与所签的树根不符。", "The published tiles are not those of the signed root.")
      case .witness:
        BilingualText("见证签名不足。", "The quorum of witnesses is lacking.")
      }
    }
  }

  /// The name of the ledger.
  public let origin: String
  /// The size that was known before; nil at the first look.
  public let previousSize: UInt64?
  /// The size published now; nil when the checkpoint cannot be read.
  public let size: UInt64?
  /// The root published now.
  public let root: Digest?
  /// How many entries were read and hashed.
  public internal(set) var entriesRead: UInt64 = 0
  /// What is wrong; empty when the ledger grew as it must.
  public internal(set) var findings: [Finding] = []
  /// What to know at the next look: the new state when it is proven, else the old one.
  public internal(set) var state: MonitorState?
}
