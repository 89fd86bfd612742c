// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension ProofCheck {
  /// What is proved, in one sentence; a bundle adds who signed, and what is left unproved.
  public var sentence: BilingualText {
    guard let entry else {
      return BilingualText(
        "\(origin) 签署了前 \(size) 条条目的检查点\(chineseWitnesses);"
          + "条目 \(index) 是否在内须凭条目字节(--entry)核验。",
        "\(origin) signed a checkpoint over its first \(size) entries\(englishWitnesses); give "
          + "the entry's bytes (--entry) to prove that they are entry \(index).")
    }
    guard isPlaceProved else {
      return BilingualText(
        "该条目在账本 \(origin) 签署的一棵树之内,登记于 \(entry.registered);"
          + "其为第 \(index) 条、共 \(size) 条之说未经签署。",
        "The entry is in a tree that \(origin) signed, registered \(entry.registered); that it "
          + "is entry \(index) of \(size) is said, but not signed.")
    }
    guard let signer else {
      return BilingualText(
        "该条目即账本 \(origin) 的第 \(index) 条,登记于 \(entry.registered),"
          + "在其签署的前 \(size) 条之内\(chineseWitnesses)。",
        "The entry is entry \(index) of the ledger \(origin), registered \(entry.registered), "
          + "among the first \(size) entries it signed\(englishWitnesses).")
    }
    return BilingualText(
      "账本 \(origin) 的第 \(index) 条\(chineseRecord)登记于 \(entry.registered),"
        + "在其签署的前 \(size) 条之内\(chineseWitnesses);"
        + "声明以条目 \(signer.keyEntry) 所登记的密钥签署,签署人为 \(chinese(signer))。",
      "\(englishRecord) of the ledger \(origin) was registered \(entry.registered) and is among "
        + "the first \(size) entries it signed\(englishWitnesses); its statement is signed with "
        + "the key registered in entry \(signer.keyEntry), by \(english(signer)).")
  }

  /// What the proof does not prove although a reader may think so; `nil` when nothing is left.
  public var caveat: BilingualText? {
    guard signer != nil else { return nil }
    var (chinese, english) = ("该密钥当时未被吊销", "that the key was not revoked")
    if let unit {
      let number = "\(unit.series):\(unit.serial)"
      chinese += ",\(number) 即 \(unit.code),以及此后再无变动"
      english += ", that \(number) is \(unit.code), and that no later entry changed it"
    }
    return BilingualText(
      "未证明:\(chinese);这些由账本的规则保证,须核验整个账本(tanzhang verify)。",
      "Not proved: \(english); the ledger's rules see to that, and tanzhang verify checks them.")
  }

  private var chineseWitnesses: String { witnesses.isEmpty ? "" : ",并由 \(names) 联署" }

  private var englishWitnesses: String { witnesses.isEmpty ? "" : ", cosigned by \(names)" }

  private var names: String { witnesses.map(\.name).joined(separator: ", ") }

  private var chineseRecord: String {
    let record = record.map { "的记录 \($0)" } ?? ""
    guard let unit else { return record }
    switch naming {
    case .seriesAndNumber: return "\(record)(涉及号段 \(unit.series) 的 \(unit.serial) 号)"
    case .number: return "\(record)(涉及所核发号段的 \(unit.serial) 号)"
    case .none: return record
    }
  }

  private var englishRecord: String {
    let place = record.map { "Record \($0) of entry \(index)" } ?? "Entry \(index)"
    guard let unit else { return place }
    switch naming {
    case .seriesAndNumber: return "\(place), about number \(unit.serial) of series \(unit.series),"
    case .number: return "\(place), about number \(unit.serial) of the series it issues,"
    case .none: return place
    }
  }

  private func chinese(_ signer: ProvedSigner) -> String {
    signer.isChained
      ? "\(signer.record.name.chinese)(条目 \(signer.registrationEntry) 登记)"
      : "参与方 \(signer.participant),据账本为 \(signer.record.name.chinese)"
  }

  private func english(_ signer: ProvedSigner) -> String {
    signer.isChained
      ? "\(signer.record.name.english), registered in entry \(signer.registrationEntry)"
      : "participant \(signer.participant), who the ledger says is \(signer.record.name.english)"
  }
}
