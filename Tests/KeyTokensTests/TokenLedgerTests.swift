// SPDX-License-Identifier: Apache-2.0
import CCryptoki
import Cryptography
import Foundation
import KeyTokens
import LedgerCore
import LedgerService
import Quantities
import Testing

/// A ledger whose keys are in a token: what it registers, and what it does when the token goes.
@Suite(.enabled(if: SoftToken.isInstalled, "softhsm2 is not installed"), .serialized)
struct TokenLedgerTests {
  let tokens: SoftToken
  let paths: LedgerPaths
  let keys: KeyStore

  init() throws {
    tokens = try SoftToken.shared.get()
    paths = LedgerPaths(root: tokens.folder.path + "/\(UUID().uuidString)/ledger")
    keys = KeyStore(directory: paths.keys, pinFile: tokens.pinFile)
  }

  /// Makes a ledger whose checkpoint and authority keys are in the token `label`.
  private func create(in label: String) async throws {
    for name in [KeyStore.checkpointName, LedgerCreation.authorityKeyName] {
      let object = ";object=" + UUID().uuidString
      _ = try keys.create(name, algorithm: .ed25519, token: tokens.uri(label, object))
    }
    _ = try await LedgerCreation(
      origin: "ledger.example/token", suite: .sha256Ed25519, identifier: "91350100M000100Y43",
      chineseName: "示例主管部门", englishName: "Example Authority", province: 33,
      isExample: true, since: CalendarDate(daysSinceEpoch: 19_723)
    ).run(at: paths, keys: keys)
  }

  private func signer(_ session: LedgerSession) throws -> StatementSigner {
    StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try keys.key(LedgerCreation.authorityKeyName))
  }

  private let note = CorrectionRecord(entry: 0, record: 0, reason: "another entry").encoded

  @Test func `a ledger is made, written, opened again and verified with keys in a token`()
    async throws
  {
    try await create(in: "main")
    for size in UInt64(2)...4 {
      let session = try await LedgerSession.open(paths, keys: keys)
      _ = try await session.submit([note], as: try signer(session))
      #expect(await session.ledger.size == size)
      try await session.close()
    }
    #expect(try await LedgerAudit.verify(paths.root).isSound)
    #expect(keys.names() == ["authority", "checkpoint", "commitment"])
    let files = try FileManager.default.contentsOfDirectory(atPath: paths.keys).sorted()
    #expect(files == ["authority.token", "checkpoint.token", "commitment.pem"])
  }

  @Test func `nothing is acknowledged that a token no longer signs for`() async throws {
    try await create(in: "removed")
    let session = try await LedgerSession.open(paths, keys: keys)
    let authority = try signer(session)
    _ = try await session.submit([note], as: authority)
    let signed = try authority.sign(
      [note], identifier: [UInt8](repeating: 9, count: Statement.identifierLength),
      issuedAt: SystemClock.now())
    try takeOut("removed")
    // Neither for a statement that was signed before, nor for anything after it.
    for _ in 0..<2 {
      do {
        _ = try await session.register(signed)
        Issue.record("acknowledged without a signed checkpoint")
      } catch {
        #expect(error.message(in: .english).contains("C_Sign answered CKR_SESSION_HANDLE_INVALID"))
      }
    }
    await #expect(throws: ServiceError.self) { try await session.submit([note], as: authority) }
    #expect(await session.ledger.size == 2)
    // What closes says that the state of what was not written cannot be kept; nothing is lost.
    try? await session.close()

    let reopened = try await LedgerSession.open(paths, keys: keys)
    #expect(await reopened.ledger.size == 2)
    _ = try await reopened.register(signed)
    #expect(await reopened.ledger.size == 3)
    try await reopened.close()
    #expect(try await LedgerAudit.verify(paths.root).isSound)
  }

  @Test func `a token deleted under a writer ends it, and the ledger stays whole`() async throws {
    try await create(in: "deleted")
    let session = try await LedgerSession.open(paths, keys: keys)
    let authority = try signer(session)
    _ = try await session.submit([note], as: authority)
    try FileManager.default.removeItem(at: tokens.deleted)
    do {
      _ = try await session.submit([note], as: authority)
      Issue.record("signed by a token that is gone")
    } catch {
      #expect(error.message(in: .english).contains("see whether the token is there"))
      #expect(error.message(in: .chinese).contains("请检查令牌是否仍在"))
    }
    #expect(await session.ledger.size == 2)
    try await session.close()
    await #expect(throws: ServiceError.self) {
      _ = try await LedgerSession.open(paths, keys: keys)
    }
    #expect(try await LedgerAudit.verify(paths.root).isSound)
    // The other tokens of the module go on.
    _ = try keys.create("other", algorithm: .ed25519, token: tokens.uri("main", ";object=after"))
  }

  /// Does to the sessions of a token what taking it out does.
  private func takeOut(_ label: String) throws {
    let library = unsafe dlopen(tokens.module, RTLD_NOW)
    guard let symbol = unsafe dlsym(library, "C_GetFunctionList") else {
      Issue.record("no module")
      return
    }
    let get = unsafe unsafeBitCast(symbol, to: CK_C_GetFunctionList.self)
    var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
    unsafe #expect(get(&list) == CKR_OK)
    guard let functions = unsafe list?.pointee else { return }
    var slots = [CK_SLOT_ID](repeating: 0, count: 64)
    var count = CK_ULONG(slots.count)
    unsafe #expect(functions.C_GetSlotList(1, &slots, &count) == CKR_OK)
    for slot in slots.prefix(Int(count)) {
      var information = CK_TOKEN_INFO()
      unsafe #expect(functions.C_GetTokenInfo(slot, &information) == CKR_OK)
      let name = unsafe withUnsafeBytes(of: information.label) {
        unsafe String(decoding: $0, as: UTF8.self)
      }
      if name.hasPrefix(label + " ") {
        #expect(functions.C_CloseAllSessions(slot) == CKR_OK)
      }
    }
  }

  @Test func `a key of another kind than the ledger's suite is refused before anything is made`()
    async throws
  {
    _ = try keys.create(
      "authority", algorithm: .ed25519, token: tokens.uri("main", ";object=suite"))
    let creation = LedgerCreation(
      origin: "ledger.example/token", suite: .sm3SM2, identifier: "91350100M000100Y43",
      chineseName: "示例主管部门", englishName: "Example Authority", province: 33,
      isExample: true, since: CalendarDate(daysSinceEpoch: 19_723))
    do {
      _ = try await creation.run(at: paths, keys: keys)
      Issue.record("made")
    } catch {
      #expect(error.message(in: .english).contains("the ledger's suite signs with sm2"))
    }
    #expect(!FileManager.default.fileExists(atPath: paths.root))
    #expect(throws: ServiceError.self) {
      try keys.create("national", algorithm: .sm2, token: tokens.uri("main"))
    }
  }

  @Test func `one name is one key, in a file or a token`() throws {
    _ = try keys.create("a", algorithm: .ed25519, token: tokens.uri("main", ";object=name-a"))
    #expect(throws: ServiceError.self) { try keys.create("a", algorithm: .ed25519) }
    _ = try keys.create("b", algorithm: .ed25519)
    for uri in [tokens.uri("main", ";object=name-b"), tokens.uri("main", ";object=name-a")] {
      #expect(throws: ServiceError.self) {
        try keys.create("b", algorithm: .ed25519, token: uri)
      }
      #expect(throws: ServiceError.self) { try keys.link("b", token: uri) }
    }
    _ = try keys.link("c", token: tokens.uri("main", ";object=name-a"))
    #expect(try keys.key("c").verifyingKey == keys.key("a").verifyingKey)
    try FileManager.default.copyItem(
      atPath: paths.keys + "/b.pem", toPath: paths.keys + "/c.pem")
    #expect(throws: ServiceError.self) { try keys.key("c") }
  }

  @Test func `a note that others may write, or that is none, loads no module`() throws {
    _ = try keys.create("a", algorithm: .ed25519, token: tokens.uri("main", ";object=note"))
    let path = paths.keys + "/a.token"
    func status() throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      return try #require(attributes[.posixPermissions] as? Int)
    }
    #expect(try status() == 0o600)
    unsafe #expect(chmod(path, 0o620) == 0)
    #expect(throws: ServiceError.self) { try keys.key("a") }
    unsafe #expect(chmod(path, 0o600) == 0)
    _ = try keys.key("a")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let all = ["", "tanzhang-token/v1\n", text + "\n", text.uppercased(), "\(text.dropLast(3))\n"]
    for broken in all {
      try broken.write(toFile: path, atomically: false, encoding: .utf8)
      #expect(throws: ServiceError.self, "\(broken)") { try keys.key("a") }
    }
  }
}
