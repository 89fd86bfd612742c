// SPDX-License-Identifier: Apache-2.0
import CCryptoki
import Cryptography

extension Token {
  /// A private key, and what the token says of it.
  struct Found {
    let handle: CK_OBJECT_HANDLE
    /// The raw public key.
    let publicKey: [UInt8]
    /// Whether the key was made in the token and has never been outside it in the clear.
    let isConfined: Bool
  }

  /// The one private key that `uri` means, without its public half.
  func privateKey(_ uri: TokenURI) throws(TokenError) -> CK_OBJECT_HANDLE {
    try inSession { module, session throws(TokenError) in
      let keys = try objects(CKO_PRIVATE_KEY, uri, module, session)
      guard let key = keys.first else { throw .noKey(uri: "\(uri)", token: name) }
      guard keys.count == 1 else { throw .ambiguousKey(uri: "\(uri)", token: name) }
      let kind = try attribute(CKA_KEY_TYPE, of: key, module, session)
      guard kind == Template().number(0, CKK_EC_EDWARDS).values[0] else {
        throw .otherKind(uri: "\(uri)", token: name, needed: .ed25519)
      }
      return key
    }
  }

  /// The private key that `uri` means, with the public half that the token tells.
  func find(_ uri: TokenURI) throws(TokenError) -> Found {
    let key = try privateKey(uri)
    return try inSession { module, session throws(TokenError) in
      // Where a token keeps the point with the private key, no other object is needed.
      let place = try? attribute(CKA_EC_POINT, of: key, module, session)
      var point = place.flatMap(Self.rawPoint)
      if point == nil {
        let identifier = (try? attribute(CKA_ID, of: key, module, session)) ?? []
        let named = identifier.isEmpty ? uri : uri.with(.identifier, identifier)
        var halves = try objects(CKO_PUBLIC_KEY, named, module, session)
        // The halves of a pair share their identifier; not every tool labels both.
        if halves.isEmpty, !identifier.isEmpty {
          halves = try objects(CKO_PUBLIC_KEY, named.with(.object, nil), module, session)
        }
        guard halves.count == 1 else { throw .noPublicKey(uri: "\(uri)", token: name) }
        point = Self.rawPoint(try attribute(CKA_EC_POINT, of: halves[0], module, session))
      }
      guard let point else { throw .otherKind(uri: "\(uri)", token: name, needed: .ed25519) }
      return Found(
        handle: key, publicKey: point, isConfined: isConfined(key, module, session))
    }
  }

  /// Makes a pair of keys whose private half never leaves the token.
  func generate(
    label: [UInt8], identifier: [UInt8], uri: TokenURI
  ) throws(TokenError) {
    try inWritingSession { module, session throws(TokenError) in
      for kind in [CKO_PRIVATE_KEY, CKO_PUBLIC_KEY] {
        let same = try objects(kind, TokenURI(values: [.object: label]), module, session)
        guard same.isEmpty else {
          throw .labelTaken(label: String(decoding: label, as: UTF8.self), token: name)
        }
      }
      var value: CK_RV = CKR_OK
      for curve in Self.curves {
        value = generate(label, identifier, curve, module, session)
        guard value != CKR_OK else { return }
        guard Self.curveRefusals.contains(value) else { break }
      }
      throw .failed(.generation, ReturnValue(rawValue: value), place: name)
    }
  }

  private func generate(
    _ label: [UInt8], _ identifier: [UInt8], _ curve: [UInt8], _ module: TokenModule,
    _ session: CK_SESSION_HANDLE
  ) -> CK_RV {
    let both = Template().flag(CKA_TOKEN, true).bytes(CKA_LABEL, label)
      .bytes(CKA_ID, identifier)
    let open = both.flag(CKA_PRIVATE, false).flag(CKA_VERIFY, true).bytes(CKA_EC_PARAMS, curve)
    let secret = both.flag(CKA_PRIVATE, true).flag(CKA_SIGN, true).flag(CKA_SENSITIVE, true)
      .flag(CKA_EXTRACTABLE, false)
    var mechanism = unsafe CK_MECHANISM(
      mechanism: CKM_EC_EDWARDS_KEY_PAIR_GEN, pParameter: nil, ulParameterLen: 0)
    var (publicKey, privateKey): (CK_OBJECT_HANDLE, CK_OBJECT_HANDLE) = (0, 0)
    return unsafe open.withAttributes { openList, openCount in
      unsafe secret.withAttributes { secretList, secretCount in
        module.call {
          unsafe $0.C_GenerateKeyPair?(
            session, &mechanism, openList, openCount, secretList, secretCount, &publicKey,
            &privateKey)
        }
      }
    }
  }

  /// The curve by its name and by its identifier: PKCS#11 v3.0 §2.3.10 allows both, and not every
  /// module knows both.
  private static let curves: [[UInt8]] = [
    [0x13, 0x0C] + Array("edwards25519".utf8), [0x06, 0x03, 0x2B, 0x65, 0x70],
  ]

  private static let curveRefusals: Set<CK_RV> = [
    CKR_ATTRIBUTE_VALUE_INVALID, CKR_DOMAIN_PARAMS_INVALID, 0x140 /* CKR_CURVE_NOT_SUPPORTED */,
  ]

  /// The 32 bytes of an Edwards point: plain, or in a DER OCTET STRING.
  private static func rawPoint(_ value: [UInt8]) -> [UInt8]? {
    if value.count == 32 { return value }
    return value.count == 34 && value.starts(with: [0x04, 0x20]) ? Array(value[2...]) : nil
  }

  private func isConfined(
    _ key: CK_OBJECT_HANDLE, _ module: TokenModule, _ session: CK_SESSION_HANDLE
  ) -> Bool {
    [CKA_SENSITIVE, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE].allSatisfy { type in
      // A token that does not say so does not promise it.
      (try? attribute(type, of: key, module, session)) == [1]
    }
  }

  /// The objects of a class with the label and identifier of `uri`; three stand for many.
  private func objects(
    _ kind: CK_OBJECT_CLASS, _ uri: TokenURI, _ module: TokenModule,
    _ session: CK_SESSION_HANDLE
  ) throws(TokenError) -> [CK_OBJECT_HANDLE] {
    var template = Template().number(CKA_CLASS, kind)
    if let label = uri.bytes(.object) { template = template.bytes(CKA_LABEL, label) }
    if let identifier = uri.bytes(.identifier) { template = template.bytes(CKA_ID, identifier) }
    let value = unsafe template.withAttributes { list, count in
      module.call { unsafe $0.C_FindObjectsInit?(session, list, count) }
    }
    guard value == CKR_OK else {
      throw .failed(.search, ReturnValue(rawValue: value), place: name)
    }
    defer { _ = module.call { $0.C_FindObjectsFinal?(session) } }
    var found: [CK_OBJECT_HANDLE] = []
    // A module may hand out fewer than there are; none means there are no more.
    while found.count < 3 {
      var handles: [CK_OBJECT_HANDLE] = [0, 0, 0]
      var count: CK_ULONG = 0
      try module.require(.search, at: name) {
        unsafe $0.C_FindObjects?(session, &handles, 3, &count)
      }
      guard count > 0 else { break }
      found += handles.prefix(Int(min(count, 3)))
    }
    return found
  }

  private func attribute(
    _ type: CK_ATTRIBUTE_TYPE, of object: CK_OBJECT_HANDLE, _ module: TokenModule,
    _ session: CK_SESSION_HANDLE
  ) throws(TokenError) -> [UInt8] {
    var value = [UInt8](repeating: 0, count: 1_024)
    var count: CK_ULONG = 0
    let status = unsafe value.withUnsafeMutableBytes { buffer in
      var attribute = unsafe CK_ATTRIBUTE(
        type: type, pValue: buffer.baseAddress, ulValueLen: CK_ULONG(buffer.count))
      let status = module.call {
        unsafe $0.C_GetAttributeValue?(session, object, &attribute, 1)
      }
      unsafe count = attribute.ulValueLen
      return status
    }
    guard status == CKR_OK, count <= 1_024 else {
      throw .failed(.attributes, ReturnValue(rawValue: status), place: name)
    }
    return Array(value.prefix(Int(count)))
  }
}
