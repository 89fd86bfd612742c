// SPDX-License-Identifier: Apache-2.0
import KeyTokens
import Testing

/// PKCS#11 URIs (RFC 7512), by which a key in a token is named.
@Suite struct TokenURITests {
  @Test func `the attributes of a key and its module are read`() throws {
    let uri = try TokenURI(
      parsing: "pkcs11:token=City%20Ledger;object=checkpoint;id=%01%FF;type=private"
        + "?module-path=/usr/lib/libtoken.so&pin-source=file:/run/pin")
    #expect(uri.text(.token) == "City Ledger")
    #expect(uri.text(.object) == "checkpoint")
    #expect(uri.text(.modulePath) == "/usr/lib/libtoken.so")
    #expect(uri.text(.pinSource) == "file:/run/pin")
    #expect(uri.text(.serial) == nil)
  }

  @Test(arguments: [
    "pkcs11:", "PKCS11:token=a", "pkcs11:token=%e7%a2%b3%E8%B4%A6;id=%00", "pkcs11:id=abc",
    "pkcs11:object=a&b=c;slot-id=17", "pkcs11:?module-path=/a/b?c|d",
    "pkcs11:token=[x]@!$'()*+,:=~;model=m;manufacturer=q;serial=0f38",
  ])
  func `what is read is written so that it reads the same`(text: String) throws {
    let uri = try TokenURI(parsing: text)
    #expect(try TokenURI(parsing: "\(uri)") == uri)
    #expect("\(try TokenURI(parsing: "\(uri)"))" == "\(uri)")
  }

  @Test(arguments: [
    ("", 0, TokenURIError.Problem.scheme),
    ("pkcs12:token=a", 0, .scheme),
    ("pkcs11", 0, .scheme),
    ("pkcs11:token", 7, .attribute),
    ("pkcs11:=a", 7, .attribute),
    ("pkcs11:token=", 13, .attribute),
    ("pkcs11:token=a;", 15, .attribute),
    ("pkcs11:token=a;;object=b", 15, .attribute),
    ("pkcs11:to.ken=a", 7, .attribute),
    ("pkcs11:token=a;token=a", 15, .repeated("token")),
    ("pkcs11:token=a b", 14, .character),
    ("pkcs11:token=%4", 13, .character),
    ("pkcs11:token=%g0", 13, .character),
    ("pkcs11:token=碳", 13, .character),
    ("pkcs11:token=a/b", 14, .character),
    ("pkcs11:token=a#b", 14, .character),
    ("pkcs11:token=a%00", 13, .value("token")),
    ("pkcs11:token=%1b[2J", 13, .value("token")),
    ("pkcs11:token=%c3", 13, .value("token")),
    ("pkcs11:token=123456789012345678901234567890123", 13, .tooLong(limit: 32)),
    ("pkcs11:type=public", 12, .value("type")),
    ("pkcs11:slot-id=007", 15, .value("slot-id")),
    ("pkcs11:slot-id=99999999999999999999", 15, .value("slot-id")),
    ("pkcs11:module-path=/a", 7, .unknown("module-path")),
    ("pkcs11:?token=a", 8, .unknown("token")),
    ("pkcs11:library-version=3", 7, .unknown("library-version")),
    ("pkcs11:token=a;x-vendor=1", 15, .unknown("x-vendor")),
    ("pkcs11:token=a?pin-value=1234", 15, .pinValue),
    ("pkcs11:token=a?pin-source=|/bin/ask", 26, .value("pin-source")),
    ("pkcs11:token=a?pin-source=pin", 26, .value("pin-source")),
    ("pkcs11:token=a?module-path=libtoken.so", 27, .value("module-path")),
    ("pkcs11:token=a?module-name=softhsm2", 15, .unknown("module-name")),
  ])
  func `what is no URI of a key is refused where it breaks`(
    text: String, offset: Int, problem: TokenURIError.Problem
  ) {
    #expect(throws: TokenURIError(offset: offset, problem: problem)) {
      try TokenURI(parsing: text)
    }
  }

  @Test func `a URI without end is not read`() {
    let text = "pkcs11:token=" + String(repeating: "%41", count: 2_000)
    #expect(throws: TokenURIError(offset: 4_096, problem: .tooLong(limit: 4_096))) {
      try TokenURI(parsing: text)
    }
  }

  /// Bytes near the grammar: pieces of it in any order, with random bytes between.
  @Test(arguments: 0..<2_000)
  func `near-URIs are refused or come back the same`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "pkcs11:", "token=", "object=", "id=", ";", "?", "&", "%", "%41", "%00", "=", "a", "/",
      "module-path=/m", "pin-source=file:/p", "type=private", "slot-id=", "7", "碳",
    ]
    var text = "pkcs11:"
    for _ in 0..<Int.random(in: 0..<8, using: &random) {
      text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
      if Int.random(in: 0..<10, using: &random) == 0 {
        text.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 0...127, using: &random)))
      }
    }
    // What is refused is refused; nothing else is claimed of it.
    guard let uri = try? TokenURI(parsing: text) else { return }
    #expect((try? TokenURI(parsing: "\(uri)")) == uri)
  }
}
