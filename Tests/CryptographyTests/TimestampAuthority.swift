// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// A certificate authority and a timestamp authority made by the `openssl` command, for one test.
final class TimestampAuthority: CommandFolder {
  /// - Parameters:
  ///   - usage: The extended key usage of the authority's certificate.
  ///   - days: For how long the certificate is valid, from now.
  init(usage: String = "critical,timeStamping", days: Int = 2) throws {
    try super.init()
    try write(
      """
      [tsa]
      default_tsa = one
      [one]
      serial = serial
      crypto_device = builtin
      signer_cert = tsa.pem
      signer_key = tsa.key
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha1, sha256, sm3
      ess_cert_id_alg = sha256
      """, "tsa.conf")
    try write("[v]\nkeyUsage=digitalSignature\nextendedKeyUsage=\(usage)\n", "tsa.ext")
    try write("01\n", "serial")
    try run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Example Root", "-days", "2",
    ])
    try run([
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
      "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Example Timestamps",
    ])
    try run([
      "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
      "-days", "\(days)", "-extfile", "tsa.ext", "-extensions", "v", "-out", "tsa.pem",
    ])
  }

  var root: [UInt8] {
    get throws { try read("ca.pem") }
  }

  /// The answer to a request.
  func answer(_ request: [UInt8]) throws -> [UInt8] {
    try Data(request).write(to: folder.appendingPathComponent("query"))
    try run(["ts", "-reply", "-config", "tsa.conf", "-queryfile", "query", "-out", "reply"])
    return try read("reply")
  }
}
