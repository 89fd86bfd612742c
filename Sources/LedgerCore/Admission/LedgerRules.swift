// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The rules every ledger enforces, whatever is registered on it.
///
/// The numbers are those of the project's rule book (docs/RULES.md).
public enum LedgerRules {
  static let design = "design of the ledger"

  /// All of them, in the order of the rule book.
  public static let all: [Rule] =
    [
      appendOnly, statementOnce, timeOrder, notInFuture, role, independentVerifier, qualification,
      identity, malformed, signature, audience, recordType, size, unknownNumber, bounds, unique,
      delegation, genesis, ruleset, parameter, stateCommitment, secondKeySuite,
      secondKeyPossession, secondKeyOnce, secondKeyHeld,
    ] + certificates + [balance, held, claimedOnce]

  /// A correction is a new record that points at what it corrects; nothing is edited.
  public static let appendOnly = Rule(
    "LED-2", source: "design of the ledger; traceability: Shanghai 碳排放管理办法 (2025) art. 26-29",
    statement: BilingualText("账本只增不改。", "The ledger is append-only."),
    remedy: BilingualText(
      "请提交更正记录(correction.note),并说明理由。",
      "Submit a correction.note record that points at the entry and gives the reason."))

  /// A statement id is used once by its signer.
  public static let statementOnce = Rule(
    "LED-4", source: design,
    statement: BilingualText("同一声明编号只能使用一次。", "A statement id is used once."),
    remedy: BilingualText(
      "重发请使用原声明;新内容请用新编号。",
      "Send the original statement again, or give the new content a new id."))

  /// The registered time never goes back.
  public static let timeOrder = Rule(
    "LED-5", source: design,
    statement: BilingualText("登记时间不得倒退。", "The registered time never goes back."),
    remedy: BilingualText("请校正账本主机的时钟。", "Correct the clock of the ledger's machine."))

  /// A business date may lie in the past, never after the day of registration.
  public static let notInFuture = Rule(
    "LED-5B", source: design,
    statement: BilingualText(
      "业务日期不得晚于登记日。", "A business date is not after the day of registration."),
    remedy: BilingualText("请核对日期。", "Check the date, or submit on or after that day."))

  /// The signer must hold the role the record asks for.
  public static let role = Rule(
    "LED-6", source: design,
    statement: BilingualText(
      "签署人须具备该记录所要求的身份。", "The signer must hold the role the record requires."),
    remedy: BilingualText(
      "请由具备该身份的参与方签署。", "Have a participant with that role sign the statement."))

  /// A verifier is neither the reporter nor the owner of what it verifies.
  public static let independentVerifier = Rule(
    "LED-7", source: "苏州市碳达峰实施方案 (2024) 九3; 碳排放 MRV practice",
    statement: BilingualText(
      "核查机构不得是报告方或项目业主。", "A verifier is neither reporter nor owner."),
    remedy: BilingualText("请委托独立的核查机构。", "Commission an independent verifier."))

  /// A role is exercised only within the period of its qualification.
  public static let qualification = Rule(
    "LED-8", source: "长沙市雨花区碳达峰实施方案 (2023) 七1",
    statement: BilingualText(
      "资质须在签署之日有效。", "The qualification must be valid on the day of signing."),
    remedy: BilingualText(
      "请先由主管部门续展资质。", "Have the authority extend the qualification first."))

  /// Parties are identified by a valid social credit code, persons by a pseudonym only.
  public static let identity = Rule(
    "LED-9", source: "GB 32100-2015; GB 11643-1999",
    statement: BilingualText(
      "单位以统一社会信用代码标识,个人只以假名标识。",
      "Organisations are identified by a valid social credit code, persons by a pseudonym."),
    remedy: BilingualText(
      "请核对校验位;切勿提交身份证号。",
      "Check the check character; never submit a resident identity number."))

  /// The statement must decode strictly.
  public static let malformed = Rule(
    "LED-101", source: "RFC 8949 §4.2; RFC 9052 §4.2; Ledger/FORMAT.md",
    statement: BilingualText("声明的编码须严格合规。", "A statement is encoded strictly."),
    remedy: BilingualText(
      "请按 Ledger/records.cddl 重新编码。", "Encode it again as Ledger/records.cddl says."))

  /// The signature must verify under a key of the issuer valid at this entry.
  public static let signature = Rule(
    "LED-102", source: "RFC 9052 §4.4; GB/T 32918.2-2016",
    statement: BilingualText(
      "签名须由签署人的有效密钥作出。", "The signature is made by a valid key of the issuer."),
    remedy: BilingualText(
      "请用已登记且未吊销的密钥签署。", "Sign with a registered key that is not revoked."))

  /// The statement must be meant for this ledger.
  public static let audience = Rule(
    "LED-103", source: "RFC 8392 §3.1.3",
    statement: BilingualText("声明须写明本账本。", "A statement names this ledger."),
    remedy: BilingualText("请把 aud 设为本账本的 origin。", "Set aud to this ledger's origin."))

  /// The record type must exist.
  public static let recordType = Rule(
    "LED-104", source: "Ledger/records.cddl",
    statement: BilingualText("记录类型须为已定义的类型。", "A record has a defined type."),
    remedy: BilingualText("请查看记录类型表。", "See the record types in Ledger/records.cddl."))

  /// An entry holds at most 65 535 bytes.
  public static let size = Rule(
    "LED-105", source: "C2SP tlog-tiles: entry bundles",
    statement: BilingualText("声明不得超过条目上限。", "A statement fits into one entry."),
    remedy: BilingualText("请分成较小的声明。", "Split it into smaller statements."))

  /// A number must have been assigned before it is used.
  public static let unknownNumber = Rule(
    "LED-106", source: design,
    statement: BilingualText("所引用的编号须已登记。", "A number is registered before it is used."),
    remedy: BilingualText("请先登记,或核对编号。", "Register it first, or check the number."))

  /// A value must lie within its bounds.
  public static let bounds = Rule(
    "LED-107", source: "Ledger/records.cddl",
    statement: BilingualText("数值须在允许范围内。", "A value lies within its bounds."),
    remedy: BilingualText("请核对数值和单位。", "Check the value and its unit."))

  /// A code, name or identifier is registered once.
  public static let unique = Rule(
    "LED-108", source: design,
    statement: BilingualText("同一代码只能登记一次。", "A code is registered once."),
    remedy: BilingualText("请使用已登记的那一条。", "Use the one already registered."))

  /// A delegated key signs only what it was given for.
  public static let delegation = Rule(
    "LED-109", source: design,
    statement: BilingualText("委托密钥只能签署授权的记录。", "A delegated key signs within its scope."),
    remedy: BilingualText("请用主密钥签署。", "Sign with a full key of the participant."))

  /// Genesis opens the ledger and comes once.
  public static let genesis = Rule(
    "LED-110", source: design,
    statement: BilingualText("创世记录只出现一次,且在首条。", "Genesis is the first record, once."),
    remedy: BilingualText("请另建账本。", "Create another ledger."))

  /// A ruleset is known to the software that runs it.
  public static let ruleset = Rule(
    "LED-111", source: design,
    statement: BilingualText("规则集版本须为本软件所支持。", "The ruleset is known to this software."),
    remedy: BilingualText("请升级软件。", "Use a version of the software that knows it."))

  /// A rule parameter is set before a rule needs it.
  public static let parameter = Rule(
    "LED-112", source: design,
    statement: BilingualText("规则参数须已设定。", "A rule parameter is set before it is needed."),
    remedy: BilingualText(
      "请由主管部门提交 parameter.set(须注明来源)。",
      "Have the authority submit parameter.set with its source."))

  /// The ledger commits to the state that its entries lead to, and to no other.
  public static let stateCommitment = Rule(
    "LED-113", source: "docs/STATE_COMMITMENT.md; RFC 9162 §2.1",
    statement: BilingualText(
      "账本只对其条目所得的状态作出承诺。", "A ledger commits to the state its entries lead to."),
    remedy: BilingualText(
      "请用 tanzhang commit 由账本自行计算。", "Let the ledger compute it: tanzhang commit."))

  /// Only the suite whose checkpoints are signed with Ed25519 has a second line.
  public static let secondKeySuite = Rule(
    "LED-114", source: "Ledger/FORMAT.md §7; C2SP signed-note",
    statement: BilingualText(
      "只有 sha256-ed25519 账本的检查点可有第二行签名。",
      "Only checkpoints of the suite sha256-ed25519 have a second line."),
    remedy: BilingualText(
      "sm3-sm2 账本的检查点本已用 SM2 签名,无需第二密钥。",
      "Checkpoints of the suite sm3-sm2 are signed with SM2 as it is; name no second key."))

  /// Whoever names a second key shows that it is at hand.
  public static let secondKeyPossession = Rule(
    "LED-115", source: "Ledger/FORMAT.md §7.1; RFC 4211 §4 (proof of possession)",
    statement: BilingualText(
      "第二密钥须自证持有。", "A second key proves that it is at hand."),
    remedy: BilingualText(
      "请用 tanzhang checkpoint-key 由该密钥签署。",
      "Have the key sign with tanzhang checkpoint-key."))

  /// A second key is named once and ended once.
  public static let secondKeyOnce = Rule(
    "LED-116", source: "Ledger/FORMAT.md §7.1",
    statement: BilingualText(
      "第二密钥只能指定一次、停用一次。", "A second key is named once and ended once."),
    remedy: BilingualText(
      "请查看 tanzhang checkpoint-key list;换钥须另制新密钥。",
      "See tanzhang checkpoint-key list; a key is replaced by a new one."))

  /// A ledger names no second key by which its writer cannot sign: no checkpoint could follow.
  public static let secondKeyHeld = Rule(
    "LED-117", source: "Ledger/FORMAT.md §7.1",
    statement: BilingualText(
      "写入方须持有第二密钥的私钥。", "The ledger's writer holds the second key."),
    remedy: BilingualText(
      "请把私钥放入密钥目录,文件名以 checkpoint-sm2 开头。",
      "Put the private key into the directory of keys, under a name that begins with "
        + "checkpoint-sm2."))

  /// No balance is ever negative.
  public static let balance = Rule(
    "BAL-83", source: "double entry: issued = held + retired + expired + cancelled",
    statement: BilingualText(
      "只能处分自己持有且可用的单位。", "Only units held and available can be moved."),
    remedy: BilingualText(
      "请核对号段和持有人(certificate show)。",
      "Check the serial numbers and their holder with `certificate show`."))

  /// Held units move only by a release of whoever holds them.
  public static let held = Rule(
    "BAL-84", source: "苏州市碳达峰实施方案 (2024) 四(三): pledges of environmental rights",
    statement: BilingualText(
      "冻结、质押或异议中的单位不得转让或核销。",
      "Frozen, pledged or disputed units cannot be transferred or retired."),
    remedy: BilingualText(
      "请先由冻结方或质权人解除。", "Have whoever holds them release them first."))

  /// A subject is claimed once across all schemes.
  public static let claimedOnce = Rule(
    "CLM-77", source: "DB11/T 3043-2024; 沪环气候〔2024〕45号; 国能综通新能〔2024〕124号",
    statement: BilingualText(
      "同一减排量或电量只能主张一次。", "One kilowatt-hour or reduction is claimed once."),
    remedy: BilingualText(
      "请减少主张量,或先注销另一机制下的单位。",
      "Claim less, or cancel the units of the other scheme first."))
}
