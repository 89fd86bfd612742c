// SPDX-License-Identifier: Apache-2.0
import Cryptography
import GreenCertificates
public import LedgerCore
import Quantities

// People name things, records number them.
extension LedgerState {
  /// The number of the participant meant by `text`: an identifier, a `P…` code, a number, or a
  /// name only one participant has.
  public func participantNumber(_ text: String) throws(ServiceError) -> UInt32 {
    // A text that is no code may be a name: only what parses is tried as a code.
    let identifier = (try? SocialCreditCode(text: text))?.text ?? text
    if let number = core.participants.number(forKey: identifier) { return number }
    if let number = NumberedCode.number(text), core.participants.contains(number) { return number }
    let matches = core.participants.all.indices.filter {
      let participant = core.participants[UInt32($0)]
      return participant.chineseName == text || participant.englishName == text
    }
    if let match = matches.first, matches.count == 1 { return UInt32(match) }
    throw .notFound(
      BilingualText(
        matches.isEmpty
          ? "没有参与方 \"\(text)\";请用 `tanzhang participant list` 查看。"
          : "名称 \"\(text)\" 对应 \(matches.count) 个参与方;请使用统一社会信用代码。",
        matches.isEmpty
          ? "There is no participant \"\(text)\"; see `tanzhang participant list`."
          : "\(matches.count) participants are called \"\(text)\"; use the social credit code."))
  }

  /// The number of the project meant by `text`: its 17-character filing code or its number.
  public func projectNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let certificates = mechanism(GreenCertificates.self) {
      if let number = certificates.projects.number(forKey: text) { return number }
      if let number = NumberedCode.number(text), certificates.projects.contains(number) {
        return number
      }
    }
    throw .notFound(
      BilingualText(
        "没有项目 \"\(text)\";请用 `tanzhang project list` 查看。",
        "There is no project \"\(text)\"; see `tanzhang project list`."))
  }

  /// The number of the settlement meant by `text`: the platform's reference or its number.
  public func settlementNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let certificates = mechanism(GreenCertificates.self) {
      if let number = certificates.settlements.number(forKey: text) { return number }
      if let number = NumberedCode.number(text), certificates.settlements.contains(number) {
        return number
      }
    }
    throw .notFound(
      BilingualText("没有结算 \"\(text)\"。", "There is no settlement \"\(text)\"."))
  }

  /// The number of the asset class with the code `text`.
  public func assetNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let number = core.assets.number(forKey: text) { return number }
    let codes = core.assets.all.map(\.code).joined(separator: ", ")
    throw .notFound(
      BilingualText(
        "没有资产类别 \"\(text)\";已登记:\(codes)。",
        "There is no asset class \"\(text)\"; registered: \(codes)."))
  }

  /// The number of the trust anchor meant by `text`: an `N…` code, a number, or the SHA-256 of its
  /// certificate.
  public func anchorNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let fingerprint = text.replacing(":", with: "").lowercased()
    if let number = core.anchors.number(forKey: fingerprint) { return number }
    if let number = NumberedCode.number(text), core.anchors.contains(number) { return number }
    throw .notFound(
      BilingualText(
        "没有信任锚 \"\(text)\";请用 `tanzhang anchor list` 查看。",
        "There is no trust anchor \"\(text)\"; see `tanzhang anchor list`."))
  }

  /// The number of the series meant by `text`: its prefix, an `S…` code or its number.
  public func seriesNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let number = core.series.number(forKey: text) { return number }
    if let number = NumberedCode.number(text), core.series.contains(number) { return number }
    throw .notFound(
      BilingualText("没有号段 \"\(text)\"。", "There is no series \"\(text)\"."))
  }

  /// Where the certificate with the 32-character code `text` stands.
  public func certificate(
    _ text: String
  ) throws(ServiceError) -> (series: UInt32, serial: UInt64) {
    do throws(QuantityError) {
      if let found = try CertificateNumbering.locate(text, in: core) { return found }
    } catch {
      throw ServiceError(anything: error)
    }
    throw .notFound(
      BilingualText(
        "账本中没有绿证 \(text)。", "The ledger has no certificate \(text)."))
  }

  /// The number of what a record in JSON calls by name, by the kind of number.
  public func resolve(_ kind: String, _ name: String) -> UInt32? {
    do throws(ServiceError) {
      switch kind {
      case "participant": return try participantNumber(name)
      case "project": return try projectNumber(name)
      case "asset": return try assetNumber(name)
      case "anchor": return try anchorNumber(name)
      case "series": return try seriesNumber(name)
      case "settlement": return try settlementNumber(name)
      case "scheme": return try schemeNumber(name)
      case "scenario": return try scenarioNumber(name)
      case "methodology": return try methodologyNumber(name)
      case "person": return try personNumber(name)
      case "factor": return try factorNumber(name)
      case "footprint": return try footprintNumber(name)
      case "label": return try labelNumber(name)
      default: return NumberedCode.number(name)
      }
    } catch {
      return nil
    }
  }

  /// The participant whose registered key `key` is, valid for the next entry.
  public func holder(
    of key: VerifyingKey, called name: String
  ) throws(ServiceError) -> UInt32 {
    let identifier = key.identifier(using: header.suite.hash)
    for (number, participant) in core.participants.all.enumerated() {
      for registered in participant.keys where registered.identifier == identifier {
        guard registered.isValid(at: size) else {
          throw .invalid(
            BilingualText(
              "密钥 \(name) 已被吊销(\(participant.chineseName))。",
              "The key \(name) of \(participant.englishName) has been revoked."))
        }
        return UInt32(number)
      }
    }
    throw .notFound(
      BilingualText(
        "密钥 \(name) 未登记给任何参与方;请用 `tanzhang participant register --key \(name)` 登记。",
        "No participant has registered the key \(name); register one with "
          + "`tanzhang participant register --key \(name)`."))
  }
}
