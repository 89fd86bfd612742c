// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import Quantities

extension TokenError {
  /// What is wrong, where, and what to do.
  public var message: BilingualText {
    switch self {
    case .uri(let error): error.message
    case .malformedFile, .unsafeFile, .incomplete, .moduleMissing, .failed, .noMechanism:
      surroundingsMessage
    case .noToken, .ambiguousToken, .pinMissing, .pinUnreadable, .pinWrong, .pinLocked,
      .pinLastTry:
      tokenMessage
    case .noKey, .ambiguousKey, .labelTaken, .otherKind, .noPublicKey, .replaced: keyMessage
    }
  }

  private var surroundingsMessage: BilingualText {
    switch self {
    case .malformedFile(let path, let line):
      BilingualText(
        "\(path) 第 \(line) 行不是令牌密钥的描述;请用 `tanzhang key link` 重新建立。",
        "Line \(line) of \(path) does not describe a key in a token; make the file again with "
          + "`tanzhang key link`.")
    case .unsafeFile(let path):
      BilingualText(
        "\(path) 可由他人写入,而其中指定了要加载的模块;请执行 chmod go-w,并确认其所有者是您。",
        "\(path) says which module to load and others may write it; use chmod go-w and see that "
          + "you own it.")
    case .incomplete(let uri, let missing):
      BilingualText(
        "\(uri) 缺少 \(missing.rawValue)=…;示例:\(Self.example)",
        "\(uri) lacks \(missing.rawValue)=…. Example: \(Self.example)")
    case .moduleMissing(let path, let reason):
      BilingualText(
        "无法加载令牌模块 \(path):\(reason);请检查 URI 中的 module-path。",
        "The token's module \(path) cannot be loaded: \(reason). Check module-path in the URI.")
    case .failed(let operation, let value, let place):
      BilingualText(
        "\(place):\(operation.rawValue) 返回 \(value);请检查令牌是否仍在、是否可用。",
        "\(place): \(operation.rawValue) answered \(value); see whether the token is there and "
          + "works.")
    default:
      BilingualText(
        "PKCS#11 没有 SM2 签名机制(各厂商自定义或用 GM/T 0016 SKF 接口),"
          + "sm3-sm2 套件的密钥不能放在令牌中;请用口令加密的密钥文件。",
        "PKCS#11 has no mechanism for SM2 signatures (makers define their own, or use SKF of "
          + "GM/T 0016), so keys of suite sm3-sm2 cannot be in a token; use a key file under a "
          + "passphrase.")
    }
  }

  private var tokenMessage: BilingualText {
    switch self {
    case .noToken(let uri, let present):
      BilingualText(
        "找不到令牌 \(uri);现有:\(Self.list(present))。请插入令牌,或更正 URI。",
        "There is no token \(uri); present: \(Self.list(present)). Insert it, or mend the URI.")
    case .ambiguousToken(let uri, let present):
      BilingualText(
        "\(uri) 对应多个令牌:\(Self.list(present));请在 URI 中加上 serial=…",
        "\(uri) means more than one token: \(Self.list(present)). Add serial=… to the URI.")
    case .pinMissing(let token):
      BilingualText(
        "令牌 \(token) 需要 PIN;请用 --pin-file、TANZHANG_PIN_FILE 或 URI 中的 pin-source=file:/… "
          + "指定首行为 PIN 的文件。",
        "The token \(token) asks for its PIN; name a file whose first line it is with --pin-file, "
          + "TANZHANG_PIN_FILE or pin-source=file:/… in the URI.")
    case .pinUnreadable(let path):
      BilingualText(
        "PIN 文件 \(path) 无法读取,或首行为空或过长。",
        "The file of the PIN, \(path), cannot be read, or its first line is empty or too long.")
    case .pinWrong(let token, let path):
      BilingualText(
        "令牌 \(token) 不接受 \(path) 中的 PIN;不会重试,因为令牌在数次错误后会锁定。请更正 PIN。",
        "The token \(token) refused the PIN in \(path). It is not tried again, since a few wrong "
          + "ones lock a token; put the PIN right first.")
    case .pinLocked(let token):
      BilingualText(
        "令牌 \(token) 的 PIN 已锁定;请由其管理员(SO)解锁。",
        "The PIN of the token \(token) is locked; have its security officer unlock it.")
    case .pinLastTry(let token):
      BilingualText(
        "令牌 \(token) 只剩一次输入 PIN 的机会;请先用其自带工具登录一次,以免被锁定。",
        "The token \(token) locks after one more wrong PIN; log in once with its own tool first.")
    default: surroundingsMessage
    }
  }

  private var keyMessage: BilingualText {
    switch self {
    case .noKey(let uri, let token):
      BilingualText(
        "令牌 \(token) 中没有私钥 \(uri)。", "The token \(token) has no private key \(uri).")
    case .ambiguousKey(let uri, let token):
      BilingualText(
        "令牌 \(token) 中有多个私钥符合 \(uri);请在 URI 中加上 id=…",
        "The token \(token) has more than one private key that is \(uri); add id=… to the URI.")
    case .labelTaken(let label, let token):
      BilingualText(
        "令牌 \(token) 中已有标签为 \(label) 的密钥;请用 object=… 另取标签,"
          + "或用 `tanzhang key link` 使用该密钥。",
        "The token \(token) has a key labelled \(label) already; choose another label with "
          + "object=…, or use that key with `tanzhang key link`.")
    case .otherKind(let uri, let token, let needed):
      BilingualText(
        "令牌 \(token) 中的 \(uri) 不是 \(needed) 密钥。",
        "The key \(uri) in the token \(token) is no key of \(needed).")
    case .noPublicKey(let uri, let token):
      BilingualText(
        "令牌 \(token) 没有给出 \(uri) 的公钥;请把公钥对象一并存入令牌。",
        "The token \(token) does not tell the public half of \(uri); store the public key "
          + "object in it too.")
    case .replaced(let uri, let token):
      BilingualText(
        "令牌 \(token) 中的 \(uri) 不是当初记录的密钥:其签名与记录的公钥不符。令牌或密钥已被替换。",
        "The key \(uri) in the token \(token) is not the one recorded: what it signs does not "
          + "verify under the recorded public key. The token or its key was replaced.")
    default: surroundingsMessage
    }
  }

  private static let example =
    "pkcs11:token=city;object=checkpoint?module-path=/usr/lib/softhsm/libsofthsm2.so"

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "-" : names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

extension TokenURIError {
  /// What is wrong, where, and what to do.
  public var message: BilingualText {
    let (chinese, english) = sentence
    return BilingualText(
      "PKCS#11 URI 第 \(offset + 1) 字节:\(chinese)",
      "PKCS#11 URI, byte \(offset + 1): \(english)")
  }

  private var sentence: (String, String) {
    switch problem {
    case .scheme: ("应以 pkcs11: 开头。", "it begins with pkcs11:.")
    case .tooLong(let limit): ("至多 \(limit) 字节。", "at most \(limit) bytes.")
    case .character:
      ("此字节须写作 %XX(RFC 7512)。", "this byte must be written as %XX (RFC 7512).")
    case .attribute:
      ("应为“名称=值”。", "a name, = and a value must stand here.")
    case .repeated(let name): ("\(name) 重复。", "\(name) is written twice.")
    case .unknown(let name):
      (
        "不支持属性 \(name);可用:\(Self.names)。",
        "the attribute \(name) is not understood here; there are: \(Self.names)."
      )
    case .pinValue:
      (
        "PIN 不得写在 URI 中;请用 --pin-file 或 pin-source=file:/…",
        "a PIN has no place in a URI; use --pin-file or pin-source=file:/…"
      )
    case .value(let name):
      ("\(name) 不能取此值。", "this is no value that \(name) can have.")
    }
  }

  private static let names =
    TokenURI.Attribute.allCases.filter { !$0.isQuery }.map(\.rawValue).joined(separator: ", ")
    + "; ?" + TokenURI.Attribute.allCases.filter(\.isQuery).map(\.rawValue).joined(separator: ", ")
}
