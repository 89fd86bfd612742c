// SPDX-License-Identifier: Apache-2.0
import CCryptoki
import Cryptography
import Quantities
import Synchronization

/// A token this process is logged in to, by one session that its threads take turns in.
final class Token: Sendable {
  /// Label and serial number, for people.
  let name: String
  private let module: TokenModule
  private let slot: CK_SLOT_ID
  private let session: Mutex<CK_SESSION_HANDLE>
  private let lost = Mutex(false)

  /// Whether the token, or the session with it, has gone: nothing is signed any more.
  var isLost: Bool { lost.withLock { $0 } }

  /// Opens a session and logs in with the PIN in a file, once.
  init(
    _ module: TokenModule, _ slot: TokenSlot, pinPath: String?
  ) throws(TokenError) {
    name = slot.name
    self.module = module
    self.slot = slot.number
    let handle = try Self.openSession(module, slot.number, flags: 0, name)
    session = Mutex(handle)
    do {
      try logIn(slot, handle, pinPath)
    } catch {
      _ = module.call { $0.C_CloseSession?(handle) }
      throw error
    }
  }

  private static func openSession(
    _ module: TokenModule, _ slot: CK_SLOT_ID, flags: CK_FLAGS, _ name: String
  ) throws(TokenError) -> CK_SESSION_HANDLE {
    var handle: CK_SESSION_HANDLE = 0
    try module.require(.session, at: name) {
      unsafe $0.C_OpenSession?(slot, CKF_SERIAL_SESSION | flags, nil, nil, &handle)
    }
    return handle
  }

  private func logIn(
    _ slot: TokenSlot, _ handle: CK_SESSION_HANDLE, _ pinPath: String?
  ) throws(TokenError) {
    guard slot.flags & CKF_LOGIN_REQUIRED != 0 else { return }
    if slot.flags & CKF_USER_PIN_LOCKED != 0 { throw .pinLocked(token: name) }
    let value: CK_RV
    if let pinPath {
      // A program that tries the last PIN there is may lock a ledger out of its own key.
      if slot.flags & CKF_USER_PIN_FINAL_TRY != 0 { throw .pinLastTry(token: name) }
      value = try unsafe PINFile.withPIN(pinPath) { pin in
        module.call {
          unsafe $0.C_Login?(handle, CKU_USER, pin.baseAddress, CK_ULONG(pin.count))
        }
      }
    } else {
      // A token with a keypad of its own asks for the PIN itself.
      guard slot.flags & CKF_PROTECTED_AUTHENTICATION_PATH != 0 else {
        throw .pinMissing(token: name)
      }
      value = module.call { $0.C_Login?(handle, CKU_USER, nil, 0) }
    }
    switch value {
    case CKR_OK, CKR_USER_ALREADY_LOGGED_IN: return
    case CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE:
      throw .pinWrong(token: name, path: pinPath ?? "-")
    case CKR_PIN_LOCKED: throw .pinLocked(token: name)
    default: throw .failed(.login, ReturnValue(rawValue: value), place: name)
    }
  }

  /// Runs `body` in the session; what says that the token is gone is remembered.
  func inSession<Result>(
    _ body: (TokenModule, CK_SESSION_HANDLE) throws(TokenError) -> Result
  ) throws(TokenError) -> Result {
    do {
      return try session.withLock { handle throws(TokenError) in try body(module, handle) }
    } catch {
      if case .failed(_, let value, _) = error, value.isLoss { lost.withLock { $0 = true } }
      throw error
    }
  }

  /// Runs `body` in a session that may write; the login holds for it too.
  func inWritingSession<Result>(
    _ body: (TokenModule, CK_SESSION_HANDLE) throws(TokenError) -> Result
  ) throws(TokenError) -> Result {
    try inSession { module, _ throws(TokenError) in
      let handle = try Self.openSession(module, slot, flags: CKF_RW_SESSION, name)
      defer { _ = module.call { $0.C_CloseSession?(handle) } }
      return try body(module, handle)
    }
  }

  /// The Ed25519 signature of `message` by a private key of this token.
  func sign(
    _ message: Span<UInt8>, with key: CK_OBJECT_HANDLE
  ) throws(TokenError) -> [UInt8] {
    let bytes = unsafe message.withUnsafeBufferPointer { unsafe Array($0) }
    return try inSession { module, session throws(TokenError) in
      // Without a parameter the mechanism is Ed25519 itself, neither Ed25519ctx nor Ed25519ph.
      var mechanism = unsafe CK_MECHANISM(
        mechanism: CKM_EDDSA, pParameter: nil, ulParameterLen: 0)
      try module.require(.signing, at: name) {
        unsafe $0.C_SignInit?(session, &mechanism, key)
      }
      var message = bytes
      var signature = [UInt8](repeating: 0, count: 256)
      var count = CK_ULONG(signature.count)
      try module.require(.signing, at: name) {
        unsafe $0.C_Sign?(session, &message, CK_ULONG(bytes.count), &signature, &count)
      }
      return Array(signature.prefix(Int(min(count, 256))))
    }
  }
}

/// A private key in a token.
struct TokenKey: SigningDevice {
  let token: Token
  let handle: CK_OBJECT_HANDLE

  func signature(for message: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
    do {
      return try token.sign(message, with: handle)
    } catch {
      let text = error.message
      throw .deviceFailed(chinese: text[.chinese], english: text[.english])
    }
  }
}
