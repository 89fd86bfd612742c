// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
public import Quantities

extension StateProofCheck {
  /// What is proved, in one sentence.
  public var sentence: BilingualText {
    let (chinese, english) = finding
    return BilingualText(
      chinese: "账本 \(commitment.origin) 在第 \(size) 条承诺的状态(前 \(size) 条的结果)中,"
        + "\(chinese)。",
      english: "In the state to which the ledger \(commitment.origin) committed in entry \(size), "
        + "that after its first \(size) entries, \(english).")
  }

  /// What is not proved although a reader may think so.
  public var caveat: BilingualText {
    let isSigned = commitment.signer != nil
    return BilingualText(
      chinese: "未证明:该状态确由这些条目依规则得出(须核验整个账本:tanzhang verify),"
        + (isSigned ? "" : "该承诺由账本主管方的密钥签署(以文件携带的证明可证),") + "以及此后有无变动。",
      english: "Not proved: that these entries lead to this state by the rules (tanzhang verify "
        + "checks it), "
        + (isSigned
          ? ""
          : "that a key of the authority signed the commitment (a "
            + "proof in a file shows it), ") + "and what has changed since.")
  }

  private var finding: (chinese: String, english: String) {
    switch answer {
    case .nothing(let register, let text):
      ("没有\(register.name.chinese) \(text)", "there is no \(register.name.english) \(text)")
    case .balance(let number, let name, let lines):
      (
        "参与方 \(number) \(name.chinese) 持有:"
          + (lines.isEmpty ? "无" : lines.map { $0.text.chinese }.joined(separator: ";")),
        "participant \(number), \(name.english), holds "
          + (lines.isEmpty ? "nothing" : lines.map { $0.text.english }.joined(separator: "; "))
      )
    case .registered(let register, let text, let number, let row):
      (
        "\(register.name.chinese) \(text) 的编号为 \(number),内容为 \(Self.text(row))",
        "the \(register.name.english) \(text) is number \(number): \(Self.text(row))"
      )
    case .units(let code, let answer):
      (answer.finding(code).chinese, answer.finding(code).english)
    case .activity(let question, let found):
      (question.finding(found).chinese, question.finding(found).english)
    case .noActivity(let question, let absence):
      (question.finding(absence).chinese, question.finding(absence).english)
    }
  }

  /// A row in the diagnostic notation of RFC 8949 §8.
  static func text(_ row: [UInt8]) -> String {
    (try? CBORValue(decoding: row)).map { "\($0)" } ?? Hexadecimal.encode(row)
  }
}

extension StateAnswer.Line {
  fileprivate var text: BilingualText {
    let standing = standing.name(ofUnit: unit)
    return BilingualText(
      chinese: "\(asset) \(standing.chinese) \(amount) \(unit)",
      english: "\(asset) \(standing.english) \(amount) \(unit)")
  }
}

extension StateProofCheck {
  /// The answer for programs.
  public var json: JSONValue {
    [
      "format": .string(StateProof.format), "origin": .string(commitment.origin),
      "entry": .integer(Int64(clamping: size)), "size": .integer(Int64(clamping: size)),
      "covered": .integer(Int64(clamping: commitment.size)),
      "witnesses": .array(commitment.witnesses.map { .string($0.name) }),
      "answer": answer.json, "zh": .string(sentence.chinese), "en": .string(sentence.english),
      "unproved": ["zh": .string(caveat.chinese), "en": .string(caveat.english)],
    ]
  }
}

extension StateAnswer {
  fileprivate var json: JSONValue {
    switch self {
    case .nothing(let register, let text):
      ["register": .string(register.rawValue), "text": .string(text), "present": .bool(false)]
    case .balance(let number, _, let lines):
      [
        "register": "participants", "number": .integer(Int64(number)), "present": .bool(true),
        "balances": .array(
          lines.map {
            [
              "asset": .string($0.asset), "unit": .string($0.unit),
              "standing": .string($0.standing.name.english), "amount": .integer($0.amount),
            ]
          }),
      ]
    case .registered(let register, let text, let number, let row):
      [
        "register": .string(register.rawValue), "text": .string(text), "present": .bool(true),
        "number": .integer(Int64(number)), "row": .string(Base64.encode(row)),
      ]
    case .units(let code, let answer): answer.json(code)
    case .activity(let question, let found): question.json(found)
    case .noActivity(let question, let absence): question.json(absence)
    }
  }
}
