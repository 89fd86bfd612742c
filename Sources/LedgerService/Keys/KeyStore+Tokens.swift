// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import FileStorage
import KeyTokens
import Quantities

extension KeyStore {
  /// How the files end that say in which token a key is.
  static let tokenSuffix = ".token"

  /// Makes a key in the token that a PKCS#11 URI means, and notes under `name` where it is.
  ///
  /// The private half never leaves the token. Its label is `name` unless the URI gives one.
  public func create(
    _ name: String, algorithm: SignatureAlgorithm, token uri: String
  ) throws(ServiceError) -> VerifyingKey {
    try requireUnused(name)
    let recorded: TokenKeyFile
    do throws(TokenError) {
      recorded = try TokenKeys(pinFile: pinFile)
        .generate(try Self.parsed(uri), algorithm: algorithm, label: name)
    } catch {
      throw Self.failure(error)
    }
    return try write(recorded, name)
  }

  /// Notes under `name` a key that is in a token already.
  ///
  /// - Returns: The public half, and whether the token says that the key was made in it and never
  ///   was outside it.
  public func link(
    _ name: String, token uri: String
  ) throws(ServiceError) -> (key: VerifyingKey, isConfined: Bool) {
    try requireUnused(name)
    let found: (recorded: TokenKeyFile, isConfined: Bool)
    do throws(TokenError) {
      found = try TokenKeys(pinFile: pinFile).find(try Self.parsed(uri))
    } catch {
      throw Self.failure(error)
    }
    return (try write(found.recorded, name), found.isConfined)
  }

  /// The key called `name`; another algorithm than a ledger's is refused.
  public func key(
    _ name: String, of algorithm: SignatureAlgorithm
  ) throws(ServiceError) -> SigningKey {
    let key = try key(name)
    guard key.algorithm != algorithm else { return key }
    throw .invalid(
      BilingualText(
        "密钥 \(place(of: name)) 为 \(key.algorithm),而账本的套件使用 \(algorithm);请另取名称。",
        "The key \(place(of: name)) is one of \(key.algorithm), and the ledger's suite signs with "
          + "\(algorithm); choose another name."))
  }

  /// The file that holds a key, or says where it is.
  func place(of name: String) -> String {
    let token = "\(directory)/\(name)\(Self.tokenSuffix)"
    return SmallFile.exists(token) ? token : "\(directory)/\(name).pem"
  }

  /// The key in a token that is noted under `name`; `nil` when there is no such note.
  func tokenKey(_ name: String, besides path: String) throws(ServiceError) -> SigningKey? {
    let place = "\(directory)/\(name)\(Self.tokenSuffix)"
    do {
      guard let recorded = try TokenKeyFile(at: place) else { return nil }
      guard !SmallFile.exists(path) else {
        throw ServiceError.invalid(
          BilingualText(
            "\(path) 与 \(place) 同名;请移走其中之一。",
            "\(path) and \(place) have one name; move one of them away."))
      }
      return try TokenKeys(pinFile: pinFile).open(recorded)
    } catch let error as TokenError {
      throw Self.failure(error)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Refuses to make a key where a note of one in a token is.
  func requireNoTokenFile(_ name: String) throws(ServiceError) {
    let place = "\(directory)/\(name)\(Self.tokenSuffix)"
    guard SmallFile.exists(place) else { return }
    throw .invalid(
      BilingualText(
        "\(place) 已存在;请另取名称。", "There is \(place) already; choose another name."))
  }

  private func requireUnused(_ name: String) throws(ServiceError) {
    let path = try path(of: name)
    try requireNoTokenFile(name)
    guard SmallFile.exists(path) else { return }
    throw .invalid(
      BilingualText(
        "\(path) 已存在;请另取名称。", "There is \(path) already; choose another name."))
  }

  private func write(
    _ recorded: TokenKeyFile, _ name: String
  ) throws(ServiceError) -> VerifyingKey {
    do {
      try SmallFile.makeDirectory(directory)
      try SmallFile.create(
        "\(directory)/\(name)\(Self.tokenSuffix)", Array(recorded.text.utf8))
    } catch {
      throw .storage(error)
    }
    return recorded.publicKey
  }

  private static func parsed(_ uri: String) throws(TokenError) -> TokenURI {
    do {
      return try TokenURI(parsing: uri)
    } catch {
      throw .uri(error)
    }
  }

  private static func failure(_ error: TokenError) -> ServiceError {
    switch error {
    case .moduleMissing, .noToken, .noKey: .notFound(error.message)
    default: .invalid(error.message)
    }
  }
}
