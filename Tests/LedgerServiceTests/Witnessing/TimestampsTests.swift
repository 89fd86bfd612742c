// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import Foundation
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing
import TransparencyLog

/// A ledger whose checkpoints are timestamped, as an operator and as a reader see it.
@Suite(.enabled(if: TimestampAuthority.command != nil)) struct TimestampsTests {
  @Test(arguments: [Suite.sha256Ed25519, .sm3SM2])
  func `a timestamp is found its checkpoint, published, and verified by a stranger`(
    suite: Suite
  ) async throws {
    let authority = try TimestampAuthority()
    let root = try CertificateStore(pem: authority.root)
    let ledger = try PublishedLedger(name: "stamped")
    defer { ledger.remove() }
    try await ledger.create(suite: suite)
    try await ledger.grow(to: 3)
    let files = try LedgerFiles(at: ledger.paths.root)
    let stamps = try Timestamps(files)
    let request = try stamps.request()
    let reply = try authority.answer(request.bytes)
    try await ledger.grow(to: 6)
    let line = try stamps.keep(reply, request: request.bytes, authorities: root)
    #expect(line.size == 3)
    #expect(try stamps.keep(reply).size == 3)
    #expect(try stamps.lines().map(\.size) == [3])

    _ = try Publication(files, to: ledger.publicDirectory).run()
    var options = VerificationOptions()
    options.timestampAuthorities = root
    for path in [ledger.paths.root, ledger.publicDirectory] {
      let report = try await LedgerAudit.verify(path, options: options)
      #expect(report.findings == [])
      #expect(report.newestTimestamp?.size == 3)
      #expect(report.newestTimestamp?.seconds == line.response.seconds)
      #expect(try await LedgerAudit.verify(path).isSound)
    }
    options.timestampAuthorities = try CertificateStore(pem: TimestampAuthority().root)
    let stranger = try await LedgerAudit.verify(ledger.publicDirectory, options: options)
    #expect(stranger.findings.map(\.check) == [.timestamp, .timestamp])
  }

  @Test func `an answer to another request, or over nothing of ours, is not kept`() async throws {
    let authority = try TimestampAuthority()
    let ledger = try PublishedLedger(name: "unstamped")
    defer { ledger.remove() }
    try await ledger.create()
    let stamps = try Timestamps(try LedgerFiles(at: ledger.paths.root))
    let (one, two) = (try stamps.request(), try stamps.request())
    let reply = try authority.answer(one.bytes)
    #expect(throws: ServiceError.self) { try stamps.keep(reply, request: two.bytes) }
    let other = try TimestampRequest(imprint: .zero, function: .sha256, nonce: [1])
    #expect(throws: ServiceError.self) { try stamps.keep(try authority.answer(other.bytes)) }
    let stranger = try CertificateStore(pem: TimestampAuthority().root)
    #expect(throws: ServiceError.self) { try stamps.keep(reply, authorities: stranger) }
    #expect(throws: ServiceError.self) { try stamps.keep(Array("no".utf8)) }
    #expect(try stamps.lines().isEmpty)
    var options = VerificationOptions()
    options.timestampAuthorities = try CertificateStore(pem: authority.root)
    let report = try await LedgerAudit.verify(ledger.paths.root, options: options)
    #expect(report.findings.map(\.check) == [.timestamp])
  }

  @Test func `an entry registered at a time that had not come is found`() async throws {
    let authority = try TimestampAuthority()
    let ledger = try PublishedLedger(name: "postdated")
    defer { ledger.remove() }
    let later = SystemClock.now().adding(milliseconds: 3_600_000)
    try await ledger.create(clock: { later })
    let files = try LedgerFiles(at: ledger.paths.root)
    let stamps = try Timestamps(files)
    _ = try stamps.keep(try authority.answer(stamps.request().bytes))
    var options = VerificationOptions()
    options.timestampAuthorities = try CertificateStore(pem: authority.root)
    let report = try await LedgerAudit.verify(ledger.paths.root, options: options)
    #expect(report.findings.map(\.check) == [.timestamp])
    #expect(report.findings.first?.actual.contains("had not come") == true)
  }
}
