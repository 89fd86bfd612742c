// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import Synchronization

/// Keys in the tokens that this process can reach.
///
/// A module is loaded once, and each token is logged in to once, however many keys are asked for:
/// a token counts PINs, and people enter them.
public struct TokenKeys: Sendable {
  private let pinFile: String?

  /// - Parameter pinFile: The file whose first line is the PIN, for tokens whose URI names none.
  public init(pinFile: String?) {
    self.pinFile = pinFile
  }

  /// The key that was recorded, once it has shown that it is in the token.
  ///
  /// Throws `.replaced` when the key that is there makes other signatures.
  public func open(_ recorded: TokenKeyFile) throws(TokenError) -> SigningKey {
    let uri = recorded.uri
    guard recorded.publicKey.algorithm == .ed25519 else {
      throw .noMechanism(recorded.publicKey.algorithm)
    }
    let token = try token(uri)
    return try checked(
      TokenKey(token: token, handle: try token.privateKey(uri)), recorded.publicKey, uri)
  }

  /// The key in a token that `uri` means, to be recorded.
  ///
  /// - Returns: What to record, and whether the token says that the key was made in it and never
  ///   was outside it.
  public func find(
    _ uri: TokenURI
  ) throws(TokenError) -> (recorded: TokenKeyFile, isConfined: Bool) {
    guard uri.bytes(.object) != nil || uri.bytes(.identifier) != nil else {
      throw .incomplete(uri: "\(uri)", missing: .object)
    }
    let token = try token(uri)
    let found = try token.find(uri)
    let publicKey: VerifyingKey
    do {
      publicKey = try VerifyingKey(algorithm: .ed25519, bytes: found.publicKey)
    } catch {
      throw .otherKind(uri: "\(uri)", token: token.name, needed: .ed25519)
    }
    _ = try checked(TokenKey(token: token, handle: found.handle), publicKey, uri)
    return (TokenKeyFile(uri: uri, publicKey: publicKey), found.isConfined)
  }

  /// Makes a key in the token that `uri` means; the private half never leaves it.
  ///
  /// - Parameters:
  ///   - uri: The token, and the new key's label and identifier if they are chosen.
  ///   - label: The label where the URI gives none.
  public func generate(
    _ uri: TokenURI, algorithm: SignatureAlgorithm, label: String
  ) throws(TokenError) -> TokenKeyFile {
    guard algorithm == .ed25519 else { throw .noMechanism(algorithm) }
    let token = try token(uri)
    let label = uri.bytes(.object) ?? Array(label.utf8)
    let identifier: [UInt8]
    do {
      identifier = try uri.bytes(.identifier) ?? RandomBytes.generate(8)
    } catch {
      throw .failed(.generation, ReturnValue(rawValue: 0x30), place: "\(error)")
    }
    try token.generate(label: label, identifier: identifier, uri: uri)
    return try find(uri.with(.object, label).with(.identifier, identifier)).recorded
  }

  /// Has the key sign once, so that another one in its place is noticed before it is used.
  ///
  /// The text cannot be taken for a note, which has more lines, or a statement, which is CBOR.
  private func checked(
    _ device: TokenKey, _ publicKey: VerifyingKey, _ uri: TokenURI
  ) throws(TokenError) -> SigningKey {
    let text = Array("tanzhang: is this key still here?".utf8)
    let signature = try device.token.sign(text.span, with: device.handle)
    guard publicKey.isValidSignature(signature, for: text) else {
      throw .replaced(uri: "\(uri)", token: device.token.name)
    }
    return SigningKey(device: device, verifyingKey: publicKey)
  }

  private func token(_ uri: TokenURI) throws(TokenError) -> Token {
    try OpenTokens.shared.token(uri, pinPath: uri.pinPath ?? pinFile)
  }
}

/// The modules and tokens of this process.
private final class OpenTokens: Sendable {
  static let shared = OpenTokens()

  private struct State {
    var modules: [String: TokenModule] = [:]
    var tokens: [Place: Token] = [:]
    /// The files whose PIN a token has refused.
    var refused: [Place: Set<String>] = [:]

    mutating func module(_ path: String) throws(TokenError) -> TokenModule {
      if let module = modules[path] { return module }
      let module = try TokenModule(loading: path)
      modules[path] = module
      return module
    }
  }

  private struct Place: Hashable {
    let module: String
    let token: [UInt8]
  }

  private let state = Mutex(State())

  func token(_ uri: TokenURI, pinPath: String?) throws(TokenError) -> Token {
    guard let path = uri.text(.modulePath) else {
      throw .incomplete(uri: "\(uri)", missing: .modulePath)
    }
    return try state.withLock { state throws(TokenError) -> Token in
      let module = try state.module(path)
      let present = try module.slots()
      let meant = present.filter { $0.isInitialized && $0.matches(uri) }
      guard let slot = meant.first else {
        throw .noToken(uri: "\(uri)", present: present.filter(\.isInitialized).map(\.name))
      }
      guard meant.count == 1 else {
        throw .ambiguousToken(uri: "\(uri)", present: meant.map(\.name))
      }
      let place = Place(module: path, token: slot.identity)
      if let token = state.tokens[place], !token.isLost { return token }
      if let pinPath, state.refused[place]?.contains(pinPath) == true {
        throw .pinWrong(token: slot.name, path: pinPath)
      }
      do throws(TokenError) {
        let token = try Token(module, slot, pinPath: pinPath)
        state.tokens[place] = token
        return token
      } catch {
        if case .pinWrong(_, let path) = error { state.refused[place, default: []].insert(path) }
        throw error
      }
    }
  }
}
