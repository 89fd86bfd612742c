// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import LedgerCore
import Quantities

/// Certificates as people have them: PEM with any number in any order, or one in DER.
public struct KeyCertificates: Sendable {
  /// The certificates, in the order of the files, each once.
  public let certificates: [Certificate]

  /// Reads the files at `paths`.
  public init(_ paths: [String]) throws(ServiceError) {
    var found: [Certificate] = []
    for path in paths {
      for certificate in try Self.read(try LocalFile.read(path), path)
      where !found.contains(certificate) {
        found.append(certificate)
      }
    }
    certificates = found
  }

  /// Reads the bytes of one file; `path` is named in errors.
  public init(parsing bytes: [UInt8], named path: String) throws(ServiceError) {
    certificates = try Self.read(bytes, path)
  }

  private static func read(_ bytes: [UInt8], _ path: String) throws(ServiceError) -> [Certificate] {
    guard bytes.count <= 1 << 20 else {
      throw refusal(path, "超过 1 MiB", "it has more than 1 MiB")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard !text.contains(" PRIVATE KEY-----") else {
      throw refusal(
        path, "其中有私钥,切勿交给他人;请只给出证书",
        "it holds a private key, which nobody else must see; give certificates only")
    }
    guard !text.contains("-----BEGIN PKCS7-----") else {
      throw refusal(
        path, "这是 PKCS#7;请先用 openssl pkcs7 -print_certs 转换",
        "it is PKCS#7; convert it with openssl pkcs7 -print_certs")
    }
    if !text.contains("-----BEGIN ") { return [try certificate(bytes, path)] }
    var certificates: [Certificate] = []
    for body in try bodies(text, path) { certificates.append(try certificate(body, path)) }
    guard !certificates.isEmpty else {
      throw refusal(path, "其中没有证书", "there is no certificate in it")
    }
    return certificates
  }

  /// What stands between the lines of PEM (RFC 7468) that say CERTIFICATE.
  private static func bodies(_ text: String, _ path: String) throws(ServiceError) -> [[UInt8]] {
    var bodies: [[UInt8]] = []
    var open: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let line = TextNormalization.trimmed(String(line))
      if line == "-----BEGIN CERTIFICATE-----" || line == "-----BEGIN X509 CERTIFICATE-----" {
        open = ""
      } else if line.hasPrefix("-----END "), let body = open {
        guard let bytes = Base64.decode(body) else {
          throw refusal(
            path, "第 \(bodies.count + 1) 张证书的 Base64 有误",
            "certificate \(bodies.count + 1) in it is not Base64")
        }
        bodies.append(bytes)
        open = nil
      } else {
        open? += line
      }
    }
    guard open == nil else { throw refusal(path, "末尾不完整", "its end is missing") }
    return bodies
  }

  private static func certificate(
    _ bytes: [UInt8], _ path: String
  ) throws(ServiceError) -> Certificate {
    do {
      return try Certificate(decoding: bytes)
    } catch {
      throw refusal(
        path, "\(error);须为 PEM 或 DER 格式的 X.509 证书",
        "\(error); give an X.509 certificate in PEM or DER")
    }
  }

  private static func refusal(
    _ path: String, _ chinese: String, _ english: String
  ) -> ServiceError {
    .invalid(BilingualText("文件 \(path) 无法使用:\(chinese)。", "\(path) cannot be used: \(english)."))
  }
}

extension KeyCertificates {
  /// The one certificate of the files, for an anchor.
  public func single() throws(ServiceError) -> Certificate {
    if certificates.count == 1 { return certificates[0] }
    throw .invalid(
      BilingualText(
        "信任锚是一张证书,文件中有 \(certificates.count) 张。",
        "An anchor is one certificate; there are \(certificates.count) in the files."))
  }

  /// The record that certifies a key of `participant` by these certificates: its own first, then
  /// each followed by that of its issuer, up to the one an anchor has issued.
  ///
  /// Certificates that are not needed are left out. Whether the chain is good, the ledger judges.
  public func certification(
    of participant: UInt32, in state: LedgerState
  ) throws(ServiceError) -> CertificationRecord {
    guard let row = state.core.participants.row(participant) else {
      throw .notFound(
        BilingualText("没有参与方 \(participant)。", "There is no participant \(participant)."))
    }
    var best: (key: ParticipantKey, leaf: Certificate)?
    for key in row.keys where key.until == nil {
      // What is registered is a key of the suite.
      let algorithm = state.header.suite.signature
      guard let verifying = try? VerifyingKey(algorithm: algorithm, bytes: key.bytes) else {
        continue
      }
      for leaf in certificates where leaf.certifies(verifying) {
        let isLonger = best.map { $0.leaf.validity.upperBound < leaf.validity.upperBound }
        if isLonger ?? true { best = (key, leaf) }
      }
    }
    guard let best else {
      let kids = row.keys.filter { $0.until == nil }.map { Hexadecimal.encode($0.identifier) }
      let list = kids.isEmpty ? "—" : kids.joined(separator: ", ")
      throw .invalid(
        BilingualText(
          "这些证书都不属于 \(row.chineseName) 的有效密钥(\(list))。",
          "None of these certificates is of a valid key of \(row.englishName) (\(list))."))
    }
    return CertificationRecord(
      participant: participant, identifier: best.key.identifier,
      chain: chain(from: best.leaf, in: state).map(\.bytes))
  }

  private func chain(from leaf: Certificate, in state: LedgerState) -> [Certificate] {
    // What cannot be read was never registered.
    let anchors = state.core.anchors.all.compactMap { try? Certificate(decoding: $0.certificate) }
    var chain = [leaf]
    while chain.count < CertificatePath.limit, let last = chain.last,
      !anchors.contains(where: { $0.subject == last.issuer })
    {
      let issuers = certificates.filter { $0.subject == last.issuer && !chain.contains($0) }
      let longest = issuers.max { $0.validity.upperBound < $1.validity.upperBound }
      guard let longest else { break }
      chain.append(longest)
    }
    return chain
  }
}
