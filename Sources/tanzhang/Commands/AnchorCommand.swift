// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang anchor`.
struct AnchorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anchor",
    abstract: "Accept, withdraw and list the authorities by which keys are certified.",
    discussion: "Example: tanzhang anchor list",
    subcommands: [Register.self, Withdraw.self, List.self])

  struct Register: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Accept a certificate (X.509, PEM or DER) as trust anchor.",
      discussion: """
        Example:
          tanzhang anchor register provider.pem --name-zh 示例认证 --name-en "Example Provider" \\
            --document "licence 1 of 2026 (example)"

        Keys of participants are then certified by `tanzhang key certify`. The same certificate \
        again gets the new names, document and last day.
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "The name in Chinese.") var nameZh: String
    @Option(help: "The name in English.") var nameEn: String
    @Option(help: "The document behind it, such as the provider's licence.") var document: String
    @Option(help: "The last day on which it certifies keys (default: its own end).")
    var through: String?

    func execute(_ console: Console) async throws {
      let certificate = try KeyCertificates([file]).single()
      let last = try through.map { (text) throws(ServiceError) in
        try Input.date(text, "--through")
      }
      try await register(console) { _, _ in
        [
          AnchorRecord(
            certificate: certificate.bytes, chineseName: nameZh, englishName: nameEn,
            through: last, document: document
          ).encoded
        ]
      }
    }
  }

  struct Withdraw: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set the last day on which an anchor certifies keys.",
      discussion: """
        Example:
          tanzhang anchor withdraw 0 --through 2026-12-31 --document "licence ended (example)"

        Keys certified before stay certified until their certificates end; revoke those that must \
        not sign any longer (`tanzhang key revoke`).
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The anchor: number, code or SHA-256 of its certificate.") var anchor: String
    @Option(help: "The last day; one that has passed ends it with the next entry.")
    var through: String
    @Option(help: "The document behind it.") var document: String

    func execute(_ console: Console) async throws {
      let last = try Input.date(through, "--through")
      try await register(console) { _, state in
        let row = state.core.anchors[try state.anchorNumber(anchor)]
        return [
          AnchorRecord(
            certificate: row.certificate, chineseName: row.chineseName,
            englishName: row.englishName, through: last, document: document
          ).encoded
        ]
      }
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the trust anchors.", discussion: "Example: tanzhang anchor list -O csv")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let rows = try await reading().rows
      var table = TextTable([
        .init("code", "编号", "NO."), .init("name", "名称", "NAME"),
        .init("subject", "主体", "SUBJECT"), .init("validUntil", "有效期至", "VALID UNTIL"),
        .init("through", "认可至", "ACCEPTED THROUGH"), .init("document", "依据", "DOCUMENT"),
        .init("sha256", "指纹", "SHA-256"),
      ])
      for (number, row) in try rows.all(Anchor.self, SectionCode.anchors) {
        // What cannot be read was never registered.
        let certificate = try? Certificate(decoding: row.certificate)
        table.append(
          NumberedCode.text("anchor", number), row.name(in: console.language),
          certificate?.subject.line ?? "", certificate?.endText ?? "",
          row.through.map(\.description) ?? "", row.document,
          Anchor.fingerprint(of: row.certificate))
      }
      console.print(table)
    }
  }
}

extension KeyCommand {
  struct Certify: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Certify a participant's key by a chain of certificates (X.509).",
      discussion: """
        Example:
          tanzhang key certify 91330400MA2EX00010 acme.pem --as acme

        The files hold the certificate of the key and those of its issuers, in any order, PEM or \
        DER; the chain must lead to one of `tanzhang anchor list`. The subject must name the \
        participant by its social credit code.
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The participant: code, number or name.") var participant: String
    @Argument(help: "The files with the certificates.", completion: .file()) var files: [String]

    func execute(_ console: Console) async throws {
      let certificates = try KeyCertificates(files)
      try await register(console) { _, state in
        let number = try state.participantNumber(participant)
        return [try certificates.certification(of: number, in: state).encoded]
      }
    }
  }
}

extension Certificate {
  /// The last second it is valid, in UTC.
  var endText: String { "\(Timestamp(milliseconds: validity.upperBound * 1_000))" }
}

extension ParticipantCommand {
  /// The rows that say by what a key is certified; none when it is not.
  static func describe(
    _ certification: Certification, _ anchor: Anchor?, in language: Language,
    to table: inout TextTable
  ) {
    let kid = Hexadecimal.encode(certification.identifier)
    let name = anchor?.name(in: language) ?? ""
    let start = Timestamp(milliseconds: certification.validity.lowerBound * 1_000)
    let end = Timestamp(milliseconds: certification.validity.upperBound * 1_000)
    let code = NumberedCode.text("anchor", certification.anchor)
    table.append("certified", "\(kid)  \(start) … \(end)  \(code) \(name)")
    // What cannot be read was never registered.
    guard let leaf = try? Certificate(decoding: certification.certificate) else { return }
    table.append("subject", leaf.subject.line)
    table.append("issuer", "\(leaf.issuer.line)  no. \(leaf.serialNumber)")
  }
}
