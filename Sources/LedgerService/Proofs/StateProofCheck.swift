// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
public import Quantities
public import TransparencyLog

/// What a proof about a state proves, found out offline from the proof and the ledger's key.
public struct StateProofCheck: Sendable {
  /// The ledger's commitment to its state, checked.
  public let commitment: ProofCheck
  /// The number of entries whose state it is.
  public let size: UInt64
  /// What is proved.
  public let answer: StateAnswer

  /// Checks `proof` under `keys`: the ledger's first, then those of witnesses; throws `unsound`
  /// when anything does not verify.
  public init(_ proof: StateProof, keys: [NoteVerifier]) throws(ServiceError) {
    commitment = try ProofCheck(proof: proof.commitment.bytes, keys: keys, entry: nil)
    do throws(any Error) {
      let committed = try Self.commitment(in: proof.commitment)
      size = committed.size
      var checker = Checker(
        commitment: committed, answers: proof.answers[...],
        function: proof.commitment.suite.hash)
      answer = try proof.question.answer(from: &checker)
      guard checker.answers.isEmpty else {
        throw BundleCheck.unsound("\(checker.answers.count) answers are in it for no reason")
      }
    } catch {
      throw ProofFile.malformed(error)
    }
  }

  private static func commitment(in bundle: ProofBundle) throws -> StateCommitment {
    guard let subject = bundle.entry(bundle.subject.entry), bundle.subject.record == 0 else {
      throw BundleCheck.unsound("its entry holds no commitment to the state")
    }
    let statement = try ReadEntry(subject.index, subject.bytes).statement
    guard let record = try statement.records().first,
      record.type == StateCommitmentRecord.shape.type, statement.issuer == 0
    else { throw BundleCheck.unsound("entry \(subject.index) is no commitment of the ledger") }
    var reader = CBORReader(statement.bytes.span, range: record.range)
    _ = try reader.readArrayHeader()
    _ = try reader.readUnsigned()
    let commitment = try StateCommitmentRecord(decoding: &reader).commitment
    guard commitment.size == subject.index else {
      throw BundleCheck.unsound("entry \(subject.index) commits to the state of other entries")
    }
    return commitment
  }

  /// Takes the answers in the order in which they are needed, each when its evidence holds.
  private struct Checker: StateLookup {
    let commitment: StateCommitment
    var answers: ArraySlice<StateProof.Answer>
    let function: HashFunction

    mutating func key(_ section: UInt8, lookup text: String) throws -> [UInt8]? {
      let answer = try next(StateCommitment.key(section: section, lookup: text))
      guard answer.row == nil else { throw BundleCheck.unsound("a row is in it for no reason") }
      return try value(of: answer)
    }

    mutating func row(_ section: UInt8, _ key: [UInt8]) throws -> [UInt8]? {
      let answer = try next(StateCommitment.key(section: section, row: key))
      let digest = try value(of: answer)
      guard digest == answer.row.map({ function.digest(of: $0).bytes }) else {
        throw BundleCheck.unsound("the row \(key) of section \(section) is another")
      }
      return answer.row
    }

    private mutating func next(_ key: [UInt8]) throws -> StateProof.Answer {
      guard let answer = answers.popFirst(), answer.key == key else {
        throw BundleCheck.unsound("it does not say what is under \(Hexadecimal.encode(key))")
      }
      return answer
    }

    private func value(of answer: StateProof.Answer) throws -> [UInt8]? {
      try commitment.value(of: answer.key, proof: answer.evidence, function: function)
    }
  }
}

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
    BilingualText(
      "未证明:该状态确由这些条目依规则得出(须核验整个账本:tanzhang verify),以及此后有无变动。",
      "Not proved: that these entries lead to this state by the rules (tanzhang verify checks it), "
        + "and what has changed since.")
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
    }
  }

  /// A row in the diagnostic notation of RFC 8949 §8.
  static func text(_ row: [UInt8]) -> String {
    (try? CBORValue(decoding: row)).map { "\($0)" } ?? Hexadecimal.encode(row)
  }
}

extension StateAnswer.Line {
  fileprivate var text: BilingualText {
    BilingualText(
      chinese: "\(asset) \(standing.name.chinese) \(amount) \(unit)",
      english: "\(asset) \(standing.name.english) \(amount) \(unit)")
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
    }
  }
}
