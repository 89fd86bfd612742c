// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import Glibc

/// What is kept of a key in a token: where it is, and its public half.
///
/// ```
/// tanzhang-token/v1
/// pkcs11:token=city;object=checkpoint;id=%01;type=private?module-path=/usr/lib/token.so
/// ed25519 5f3c…
/// ```
public struct TokenKeyFile: Hashable, Sendable {
  /// Where the key is.
  public let uri: TokenURI
  /// Its public half, by which another key in its place is noticed.
  public let publicKey: VerifyingKey

  private static let header = "tanzhang-token/v1"
  /// The longest file that is read, in bytes.
  private static let limit = 8_192

  /// Describes a key; `uri` names its module and the key.
  init(uri: TokenURI, publicKey: VerifyingKey) {
    self.uri = uri
    self.publicKey = publicKey
  }

  /// The file's text.
  public var text: String {
    "\(Self.header)\n\(uri)\n\(publicKey.algorithm) \(Hexadecimal.encode(publicKey.bytes))\n"
  }

  /// Reads a text; `path` is where it is, for the message.
  public init(parsing text: String, at path: String) throws(TokenError) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[0] == Self.header, lines[3].isEmpty else {
      throw .malformedFile(path: path, line: 1)
    }
    do {
      uri = try TokenURI(parsing: String(lines[1]))
    } catch {
      throw .uri(error)
    }
    let parts = lines[2].split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2,
      let algorithm = SignatureAlgorithm.allCases.first(where: { "\($0)" == parts[0] }),
      let bytes = Hexadecimal.decode(String(parts[1])),
      // A key that is no point of its curve is no key.
      let key = try? VerifyingKey(algorithm: algorithm, bytes: bytes)
    else { throw .malformedFile(path: path, line: 3) }
    publicKey = key
  }

  /// Reads the file at `path`; `nil` when there is none.
  ///
  /// It says which library is loaded into this process, so others may not be able to write it.
  public init?(at path: String) throws(TokenError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_mode & 0o022 == 0, status.st_uid == geteuid() || status.st_uid == 0
    else { throw .unsafeFile(path: path) }
    var bytes = [UInt8](repeating: 0, count: Self.limit + 1)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    guard count >= 0, count <= Self.limit else { throw .malformedFile(path: path, line: 1) }
    try self.init(parsing: String(decoding: bytes.prefix(count), as: UTF8.self), at: path)
  }
}
