// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Why a key in a token cannot be used.
public enum TokenError: Error, Hashable, Sendable {
  /// The URI cannot be read.
  case uri(TokenURIError)
  /// A file that should describe a key in a token does not.
  case malformedFile(path: String, line: Int)
  /// A file that says which module to load, and others than its owner may write.
  case unsafeFile(path: String)
  /// The URI names no module, or no token or slot, or no key.
  case incomplete(uri: String, missing: TokenURI.Attribute)
  /// The module cannot be loaded; `reason` is the loader's own sentence.
  case moduleMissing(path: String, reason: String)
  /// The module or its token refused an operation.
  case failed(TokenOperation, ReturnValue, place: String)
  /// None of the tokens that are there is the one meant.
  case noToken(uri: String, present: [String])
  /// More than one token is meant.
  case ambiguousToken(uri: String, present: [String])
  /// The token asks for a PIN and none was given.
  case pinMissing(token: String)
  /// The file of the PIN cannot be read, is empty, or has too long a line.
  case pinUnreadable(path: String)
  /// The token refused the PIN.
  case pinWrong(token: String, path: String)
  /// The token takes no PIN any more.
  case pinLocked(token: String)
  /// One more wrong PIN would lock the token.
  case pinLastTry(token: String)
  /// The token has no such private key.
  case noKey(uri: String, token: String)
  /// The token has more than one such private key.
  case ambiguousKey(uri: String, token: String)
  /// A key with this label is in the token already.
  case labelTaken(label: String, token: String)
  /// The key is of another kind than the algorithm needs.
  case otherKind(uri: String, token: String, needed: SignatureAlgorithm)
  /// The token does not tell the public half of its key.
  case noPublicKey(uri: String, token: String)
  /// The key in the token is not the one that was recorded.
  case replaced(uri: String, token: String)
  /// No mechanism of PKCS#11 makes signatures of this algorithm.
  case noMechanism(SignatureAlgorithm)
}

/// What was asked of a token, as named in errors.
public enum TokenOperation: String, Hashable, Sendable {
  /// Starting the module.
  case start = "C_Initialize"
  /// Asking about the module's slots.
  case slots = "C_GetSlotList"
  /// Opening a session.
  case session = "C_OpenSession"
  /// Giving the PIN.
  case login = "C_Login"
  /// Looking for a key.
  case search = "C_FindObjects"
  /// Reading what may be read of a key.
  case attributes = "C_GetAttributeValue"
  /// Making a key.
  case generation = "C_GenerateKeyPair"
  /// Signing.
  case signing = "C_Sign"
}

/// What a module answers, CK_RV.
public struct ReturnValue: RawRepresentable, Hashable, Sendable {
  /// The number.
  public let rawValue: UInt

  /// A number a module answered.
  public init(rawValue: UInt) { self.rawValue = rawValue }

  /// Whether token, session or key are no longer there.
  var isLoss: Bool { Self.losses.contains(rawValue) }

  private static let losses: Set<UInt> = [
    0x30, 0x31, 0x32, 0x82, 0x60, 0xB0, 0xB3, 0xE0, 0xE1, 0x101, 0x190,
  ]

  /// The names of what modules commonly answer (PKCS#11 v2.40 §11.1).
  private static let names: [UInt: String] = [
    0x02: "CKR_HOST_MEMORY", 0x05: "CKR_GENERAL_ERROR", 0x06: "CKR_FUNCTION_FAILED",
    0x07: "CKR_ARGUMENTS_BAD", 0x30: "CKR_DEVICE_ERROR", 0x31: "CKR_DEVICE_MEMORY",
    0x32: "CKR_DEVICE_REMOVED", 0x54: "CKR_FUNCTION_NOT_SUPPORTED",
    0x60: "CKR_KEY_HANDLE_INVALID", 0x63: "CKR_KEY_TYPE_INCONSISTENT",
    0x68: "CKR_KEY_FUNCTION_NOT_PERMITTED", 0x70: "CKR_MECHANISM_INVALID",
    0x71: "CKR_MECHANISM_PARAM_INVALID", 0x82: "CKR_OBJECT_HANDLE_INVALID",
    0xA0: "CKR_PIN_INCORRECT", 0xA1: "CKR_PIN_INVALID", 0xA2: "CKR_PIN_LEN_RANGE",
    0xA3: "CKR_PIN_EXPIRED", 0xA4: "CKR_PIN_LOCKED", 0xB0: "CKR_SESSION_CLOSED",
    0xB1: "CKR_SESSION_COUNT", 0xB3: "CKR_SESSION_HANDLE_INVALID",
    0xD0: "CKR_TEMPLATE_INCOMPLETE", 0xD1: "CKR_TEMPLATE_INCONSISTENT",
    0xE0: "CKR_TOKEN_NOT_PRESENT", 0xE1: "CKR_TOKEN_NOT_RECOGNIZED",
    0xE2: "CKR_TOKEN_WRITE_PROTECTED", 0x101: "CKR_USER_NOT_LOGGED_IN",
    0x102: "CKR_USER_PIN_NOT_INITIALIZED", 0x190: "CKR_CRYPTOKI_NOT_INITIALIZED",
  ]
}

extension ReturnValue: CustomStringConvertible {
  /// The name in the standard, and the number.
  public var description: String {
    let number = "0x" + String(rawValue, radix: 16)
    return Self.names[rawValue].map { "\($0) (\(number))" } ?? "CK_RV \(number)"
  }
}
