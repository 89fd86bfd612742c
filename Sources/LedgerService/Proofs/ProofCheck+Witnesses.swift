// SPDX-License-Identifier: Apache-2.0
import Quantities
public import TransparencyLog

extension ProofCheck {
  /// Refuses a proof whose checkpoint was not cosigned as `requirement` asks, with the names of
  /// the witnesses that are missing; a receipt holds no checkpoint, so a quorum refuses it.
  ///
  /// - Parameter key: The ledger's key, under which the proof was checked.
  public func require(
    _ requirement: CosignatureRequirement, of key: NoteVerifier
  ) throws(ServiceError) {
    guard requirement.accepts(log: key) else {
      throw .invalid(
        BilingualText(
          "策略文件未列出本账本的公钥 \(key.vkey)。",
          "The policy does not name this ledger's key \(key.vkey)."))
    }
    guard let checkpoint else {
      guard requirement.policy.quorum != .none else { return }
      throw .unsound(
        BilingualText(
          "COSE 回执不含检查点,因而没有见证签名;请索取 tlog 或 bundle 形式的证明。",
          "A COSE receipt holds no checkpoint, hence no cosignatures; ask for a proof in the form "
            + "tlog or bundle."))
    }
    let report = requirement.judge(checkpoint.note)
    guard !report.isSatisfied else { return }
    var missing: [BilingualText] = []
    for (witness, standing) in zip(requirement.policy.witnesses, report.standings) {
      guard let reason = Self.reason(standing) else { continue }
      let name = String(decoding: witness.name, as: UTF8.self)
      missing.append(
        BilingualText("\(name)(\(reason.chinese))", "\(name) (\(reason.english))"))
    }
    let chinese = missing.map(\.chinese).joined(separator: "、")
    let english = missing.map(\.english).joined(separator: ", ")
    let size = checkpoint.claim.size
    throw .unsound(
      BilingualText(
        "规模 \(size) 的检查点未达到策略要求的见证数;缺:\(chinese)。"
          + "请索取其已见证的检查点之下的证明(prove --cosigned)。",
        "The checkpoint of size \(size) lacks the quorum of the policy; missing: \(english). Ask "
          + "for a proof under a checkpoint they cosigned (prove --cosigned)."))
  }

  /// Why a witness does not count; nil when it does.
  private static func reason(_ standing: WitnessReport.Standing) -> BilingualText? {
    switch standing {
    case .cosigned: nil
    case .absent: BilingualText("未联署", "did not cosign")
    case .invalid: BilingualText("签名无效", "invalid signature")
    case .stale(let time):
      BilingualText(
        "联署过早:\(Timestamp(seconds: time))", "cosigned too long ago: \(Timestamp(seconds: time))")
    case .early(let time):
      BilingualText(
        "联署时间未到:\(Timestamp(seconds: time))",
        "cosigned at a time to come: \(Timestamp(seconds: time))")
    }
  }
}
