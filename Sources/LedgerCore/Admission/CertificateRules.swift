// SPDX-License-Identifier: Apache-2.0
import Quantities

// The rules about trust anchors and certified keys. See docs/CERTIFIED_KEYS.md.
extension LedgerRules {
  /// A certificate has one form and accepted algorithms.
  public static let certificateForm = Rule(
    "LED-120", source: "RFC 5280 §4.1; ITU-T X.690 §10; RFC 8410; GM/T 0015-2012",
    statement: BilingualText(
      "证书须为 X.509 v3 的 DER 编码,算法须为所接受的算法。",
      "A certificate is X.509 v3 in DER, of accepted algorithms."),
    remedy: BilingualText(
      "请用签发机构给出的证书文件;所接受的算法见 docs/CERTIFIED_KEYS.md。",
      "Use the file its issuer gave; accepted algorithms are in docs/CERTIFIED_KEYS.md."))

  /// Whoever issues certificates is an authority that may.
  public static let certificateAuthority = Rule(
    "LED-121", source: "RFC 5280 §4.2.1.3, §4.2.1.9, §6.1.4 (k)-(n)",
    statement: BilingualText(
      "签发证书者须为 CA,可签发证书,且不超出路径长度。",
      "An issuer is a CA that may sign certificates, within its path length."),
    remedy: BilingualText(
      "请向签发机构索取其 CA 证书。", "Ask the issuer for the certificate of its authority."))

  /// The chain leads to an anchor in force.
  public static let certificatePath = Rule(
    "LED-122", source: "RFC 5280 §6.1",
    statement: BilingualText(
      "证书链须逐级签发,并通向本账本认可的有效信任锚。",
      "A chain is issued link by link and leads to a trust anchor in force on this ledger."),
    remedy: BilingualText(
      "请补全中间证书;信任锚见 anchor list,由主管部门登记。",
      "Add what is missing between; anchors are in `anchor list`, registered by the authority."))

  /// Every certificate is valid when the ledger registers it.
  public static let certificateValidity = Rule(
    "LED-123", source: "RFC 5280 §4.1.2.5, §6.1.3 (a)(2)",
    statement: BilingualText(
      "登记时每张证书须在有效期内。", "Every certificate is valid at the time of registration."),
    remedy: BilingualText(
      "请续期证书后再登记。", "Have the certificate renewed, and register that."))

  /// Nothing in a certificate is critical and not understood, or there twice.
  public static let certificateExtensions = Rule(
    "LED-124", source: "RFC 5280 §4.2, §6.1.4 (o), §6.1.5 (f)",
    statement: BilingualText(
      "证书不得含未知的关键扩展、重复的扩展或本账本不判断的限制。",
      "No extension is critical and unknown, there twice, or a limit no ledger judges."),
    remedy: BilingualText(
      "请向签发机构索取不含该扩展的证书。",
      "Ask the issuer for a certificate without that extension."))

  /// The certified key is the registered one.
  public static let certifiedKey = Rule(
    "LED-125", source: "RFC 5280 §4.1.2.7",
    statement: BilingualText(
      "首张证书的公钥须为该参与方已登记且有效的密钥。",
      "The first certificate is of a key of the participant that is registered and valid."),
    remedy: BilingualText(
      "请先登记证书中的密钥(key rotate),或换用对应证书。",
      "Register the key of the certificate first (`key rotate`), or use the one of this key."))

  /// The certificate names the participant.
  public static let certifiedSubject = Rule(
    "LED-126", source: "RFC 5280 §4.1.2.6; ETSI EN 319 412-1 §5.1.4; GB 32100-2015",
    statement: BilingualText(
      "首张证书的主体须写明该参与方的统一社会信用代码。",
      "The subject of the first certificate names the participant by its identifier."),
    remedy: BilingualText(
      "代码须在 organizationIdentifier(可带 NTRCN- 前缀)中,无此项时在 serialNumber 中。",
      "It stands in organizationIdentifier, with or without NTRCN-, or if there is none in "
        + "serialNumber."))

  /// The certified key may sign.
  public static let certifiedUsage = Rule(
    "LED-127", source: "RFC 5280 §4.2.1.3",
    statement: BilingualText(
      "首张证书如限定用途,须包含数字签名。",
      "The first certificate, where it limits usage, allows digital signatures."),
    remedy: BilingualText(
      "请使用签名证书,而非加密证书。",
      "Use the signing certificate, not the one for encryption."))

  /// A role for which it is demanded signs with a certified key.
  public static let certificationDemanded = Rule(
    "LED-129", source: "parameters certified.* (PARAMETERS.md)",
    statement: BilingualText(
      "被要求的身份须以有证书证明且在有效期内的密钥签署。",
      "A role of which it is demanded signs with a key whose certification is in force."),
    remedy: BilingualText(
      "请先提交 key.certify(tanzhang key certify),或换用已证明的密钥。",
      "Submit key.certify first (`tanzhang key certify`), or sign with a certified key."))

  /// The rules of this file, in order.
  static let certificates: [Rule] = [
    certificateForm, certificateAuthority, certificatePath, certificateValidity,
    certificateExtensions, certifiedKey, certifiedSubject, certifiedUsage, certificationDemanded,
  ]
}
