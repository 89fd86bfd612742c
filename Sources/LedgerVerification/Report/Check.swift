// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What a verification checks; the raw values are stable and appear in reports.
public enum Check: String, Sendable, Hashable, CaseIterable {
  /// The ledger's `format` file says what genesis says.
  case format
  /// Every entry lies behind its length and segments follow each other.
  case framing
  /// The length before every entry is that of the entry.
  case length
  /// Every entry and statement is strict, deterministic CBOR.
  case encoding
  /// Every entry names the leaf hash of the entry before.
  case chain
  /// The registered time never goes back.
  case time
  /// The stored tree hashes are those of the entries.
  case tree
  /// The tiles of a published directory are complete and agree with each other.
  case tile
  /// Every checkpoint is a well-formed signed note.
  case checkpointSyntax = "checkpoint-syntax"
  /// Every checkpoint is signed by the key of genesis.
  case checkpointSignature = "checkpoint-signature"
  /// Every checkpoint carries the second line that the entries it covers demand.
  case secondLine = "second-line"
  /// Every checkpoint's root is the root of the entries it covers.
  case checkpointRoot = "checkpoint-root"
  /// The sizes of the checkpoints grow.
  case checkpointOrder = "checkpoint-order"
  /// The newest checkpoint covers exactly the entries that are there.
  case coverage
  /// Every statement is signed by a key valid at its entry.
  case signature
  /// Every record obeys the rules.
  case rule
  /// Every asset class sums to zero over all accounts.
  case zeroSum = "zero-sum"
  /// The serial numbers held add up to the balances.
  case holdings
  /// The stored state is the state the entries lead to.
  case state
  /// The index file says where the bundles begin.
  case index
  /// Preallocated space holds only zeros.
  case padding
  /// The directory holds only files of the ledger.
  case unexpectedFile = "unexpected-file"
  /// The ledger continues the trusted older checkpoints under the trusted key.
  case consistency
  /// Enough known witnesses cosigned the newest checkpoint.
  case witness
  /// Every timestamp is over a checkpoint of the ledger, and verifies.
  case timestamp

  /// What is wrong when the check fails, in one sentence.
  public var violation: BilingualText {
    let (chinese, english) = isAboutCheckpoints ? checkpointTexts : texts
    return BilingualText(chinese: chinese, english: english)
  }

  private var isAboutCheckpoints: Bool { rawValue.hasPrefix("checkpoint-") }

  private var checkpointTexts: (String, String) {
    switch self {
    case .checkpointSyntax:
      ("检查点不是格式正确的签名笔记。", "A checkpoint is not a well-formed signed note.")
    case .checkpointSignature:
      ("检查点没有本账本密钥的有效签名。", "A checkpoint is not signed by the ledger's key.")
    case .secondLine:
      (
        "检查点缺少账本第二密钥的有效签名行。",
        "A checkpoint lacks a valid line by the ledger's second key."
      )
    case .checkpointRoot:
      ("检查点的树根与条目不符。", "A checkpoint's root is not the root of the entries.")
    default: ("检查点的规模没有递增。", "The sizes of the checkpoints do not grow.")
    }
  }

  private var texts: (String, String) {
    switch self {
    case .format: ("format 文件与创世记录不符。", "The format file contradicts genesis.")
    case .framing: ("条目的分帧有误。", "The entries are not framed as they must be.")
    case .length:
      ("条目的长度前缀已损坏。", "The length prefix of the entry is damaged.")
    case .encoding: ("条目的编码不合规。", "An entry is not encoded as it must be.")
    case .chain: ("条目未接上前一条目。", "An entry does not name the hash of the entry before.")
    case .time: ("登记时间倒退。", "The registered time goes back.")
    case .tree: ("存储的树哈希与条目不符。", "A stored tree hash is not the hash of the entries.")
    case .tile: ("已发布的瓦片缺失或不一致。", "A published tile is missing or contradicts another.")
    case .coverage:
      ("最新检查点与条目的数目不符。", "The newest checkpoint does not cover the entries exactly.")
    case .signature:
      ("声明没有签署人有效密钥的签名。", "A statement has no signature by a valid key of its issuer.")
    case .rule: ("记录违反规则。", "A record breaks a rule.")
    case .zeroSum: ("资产类别的余额合计不为零。", "The balances of an asset class do not sum to zero.")
    case .holdings:
      ("号段合计与余额不符。", "The serial numbers held do not add up to the balance.")
    case .state: ("存储的状态与重放所得不符。", "The stored state differs from the replayed one.")
    case .index: ("索引文件与条目不符。", "The index file contradicts the entries.")
    case .padding: ("预分配空间含有非零字节。", "Preallocated space holds bytes that are not zero.")
    case .unexpectedFile:
      ("目录中有不属于账本的文件。", "The directory holds a file that is not the ledger's.")
    case .consistency:
      ("账本与所信任的检查点或密钥不一致。", "The ledger contradicts a trusted checkpoint or key.")
    case .witness: ("见证签名不足或无效。", "Cosignatures of witnesses are missing or invalid.")
    case .timestamp:
      ("时间戳缺失、无效或与账本不符。", "A timestamp is missing, invalid or contradicts the ledger.")
    default: checkpointTexts
    }
  }
}
