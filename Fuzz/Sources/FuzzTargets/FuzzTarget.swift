// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import ConciseBinary
import Cryptography
import FileStorage
import FootprintEngine
import KeyTokens
import LedgerCore
import LedgerService
import MethodologyEngine
import Quantities
import TransparencyLog

/// A decoder that strangers' bytes reach.
///
/// A target fails by trapping, hanging or eating memory; that bytes are refused is what decoders
/// are for. Where something can be written again, what was read must come back byte for byte.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case cbor, statement, entry, receipt, note, witness, policy, bundle, proof, json, csv, mapping
  case methodology, expression, canonical, footprint, model, pact, factors, zip, openlca
  case timestamp, certificate, token, records, recovery

  /// Feeds the decoder.
  public func run(_ bytes: [UInt8]) {
    switch self {
    case .cbor: Decoders.cbor(bytes)
    case .statement: _ = try? Statement(decoding: bytes)
    case .entry: _ = try? Entry(decoding: bytes.span)
    case .receipt: Decoders.receipt(bytes)
    case .note: Decoders.note(bytes)
    case .witness: Decoders.witness(bytes)
    case .policy: _ = try? WitnessPolicy(parsing: bytes)
    case .bundle: _ = try? EntryBundle.entryRanges(in: bytes.span)
    case .proof: Decoders.proof(bytes)
    case .json: Decoders.json(bytes)
    case .csv: Decoders.csv(bytes)
    case .mapping: _ = try? ColumnMapping(parsing: bytes)
    case .methodology: Decoders.methodology(bytes)
    case .expression: Decoders.expression(bytes)
    case .canonical: Decoders.canonical(bytes)
    case .footprint: Decoders.footprint(bytes)
    case .model: Decoders.model(bytes)
    case .pact: Decoders.pact(bytes)
    case .factors: _ = FactorTable(csv: bytes)
    case .zip: Decoders.zip(bytes)
    case .openlca: Decoders.openLCA(bytes)
    case .timestamp: _ = try? TimestampResponse(decoding: bytes)
    case .certificate: Decoders.certificate(bytes)
    case .token: Decoders.token(bytes)
    case .records: RecordsTarget.run(bytes)
    case .recovery: RecoveryTarget.run(bytes)
    }
  }
}

/// The decoders that need more than a call.
enum Decoders {
  static func cbor(_ bytes: [UInt8]) {
    guard let value = try? CBORValue(decoding: bytes) else { return }
    guard let again = try? value.encoded(), again == bytes else {
      fatalError("deterministic CBOR that is read is written the same")
    }
  }

  static func receipt(_ bytes: [UInt8]) {
    _ = try? COSEReceipt(decoding: bytes)
    _ = try? TreeReceipt(decoding: bytes)
  }

  static func note(_ bytes: [UInt8]) {
    guard let note = try? SignedNote(parsing: bytes) else { return }
    precondition(note.bytes == bytes, "a note that is read is written the same")
    _ = try? UnverifiedCheckpoint(parsing: bytes)
  }

  static func witness(_ bytes: [UInt8]) {
    _ = try? AddCheckpointRequest(parsing: bytes)
    _ = try? WitnessReply.read(bytes)
    _ = try? Evidence.contradiction(in: bytes)
  }

  static func proof(_ bytes: [UInt8]) {
    _ = try? TlogProof(parsing: bytes)
    _ = try? ProofFile(parsing: bytes)
    _ = try? ProofBundle(parsing: bytes)
    if let proof = try? StateProof(parsing: bytes) {
      let again = try? StateProof(parsing: proof.bytes)
      precondition(again == proof, "a proof that was read is written as it was")
    }
    // What is scanned is read only if it is what would be written.
    _ = try? ProofCode(parsing: Array((ProofCode.prefix + Base45.encode(bytes)).utf8))
  }

  /// What is read, in DER or PEM, is asked to lead to itself: the library reads it then too.
  static func certificate(_ bytes: [UInt8]) {
    guard let file = try? KeyCertificates(parsing: bytes, named: "fuzzed") else { return }
    for certificate in file.certificates {
      precondition(certificate.bytes.count <= Certificate.byteLimit, "a limit that holds")
      _ = (certificate.subject.line, certificate.issuer.line)
      try? CertificatePath.requireAnchor(certificate)
      try? CertificatePath.verify(file.certificates.filter { $0 != certificate }, to: certificate)
    }
  }

  static func token(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let uri = try? TokenURI(parsing: text) {
      precondition((try? TokenURI(parsing: "\(uri)")) == uri, "a URI is read as it is written")
    }
    if let file = try? TokenKeyFile(parsing: text, at: "fuzzed") {
      let again = try? TokenKeyFile(parsing: file.text, at: "fuzzed")
      precondition(again == file, "what describes a key is read as it is written")
    }
  }

  static func json(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(parsing: bytes) else { return }
    let text = value.encoded(pretty: false)
    guard let again = try? JSONValue(parsing: Array(text.utf8)), again == value else {
      fatalError("JSON that is written is read the same")
    }
  }

  static func csv(_ bytes: [UInt8]) {
    _ = try? ListTable(bytes)
    guard var reader = try? CSVReader(bytes) else { return }
    var record = CSVRecord()
    while let more = try? reader.read(into: &record), more {
      for position in 0..<record.count { _ = reader.text(of: record, at: position) }
    }
  }

  static func methodology(_ bytes: [UInt8]) {
    guard let methodology = try? MethodologyDocument.read(bytes) else { return }
    check(methodology)
  }

  /// An expression among the definitions of a real methodology.
  static func expression(_ bytes: [UInt8]) {
    guard var methodology = Samples.methodology else { return }
    methodology.definitions.append(
      Methodology.Definition(
        name: "fuzzed", label: BilingualText("—", "—"),
        expression: Methodology.ExpressionText(String(decoding: bytes, as: UTF8.self))))
    check(methodology)
  }

  static func canonical(_ bytes: [UInt8]) {
    guard let methodology = try? MethodologyCodec.decode(bytes) else { return }
    precondition(MethodologyCodec.encode(methodology) == bytes, "one form, read and written")
    check(methodology)
  }

  static func footprint(_ bytes: [UInt8]) {
    guard let model = try? FootprintModelCodec.decode(bytes) else { return }
    precondition(FootprintModelCodec.encode(model) == bytes, "one form, read and written")
    calculate(model)
  }

  static func model(_ bytes: [UInt8]) {
    guard let document = try? FootprintDocument(parsing: bytes) else { return }
    calculate(document.model)
  }

  private static func calculate(_ model: FootprintModel) {
    let calculation = try? FootprintCalculation(
      model, from: Samples.factors, on: model.statement.period.end)
    _ = try? calculation?.result()
  }

  /// JSON text all the way to a document and back.
  static func pact(_ bytes: [UInt8]) {
    _ = try? PACTDocument(decoding: bytes)
    guard let value = try? JSONValue(parsing: bytes),
      let document = try? PACTExchange.document(value)
    else { return }
    guard let again = try? PACTExchange.document(PACTExchange.json(of: document)),
      again == document
    else { fatalError("a document that is written is read the same") }
  }

  static func zip(_ bytes: [UInt8]) {
    guard var archive = try? ZipArchive(bytes) else { return }
    for entry in archive.entries { _ = try? archive.read(entry) }
  }

  /// A process in the place of one of a package.
  static func openLCA(_ bytes: [UInt8]) {
    guard let package = try? OpenLCAPackage(files: ["processes/a.json": bytes]),
      let period = try? DatePeriod(
        start: CalendarDate(daysSinceEpoch: 20_000), end: CalendarDate(daysSinceEpoch: 20_365))
    else { return }
    let options = OpenLCAOptions(
      identifier: "20000000-0000-4000-8000-000000000001", target: nil, category: nil,
      assessment: .ar6, period: period, date: period.end, geography: "", standards: ["ISO14067"])
    _ = try? OpenLCAImport(package, options)
  }

  private static func check(_ methodology: Methodology) {
    guard let program = try? MethodologyProgram(methodology) else { return }
    _ = try? program.runExamples()
  }
}
