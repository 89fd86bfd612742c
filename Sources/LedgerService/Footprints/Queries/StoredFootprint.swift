// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
public import FootprintEngine
import LedgerCore
public import ProductFootprints
public import Quantities

/// A footprint on the ledger with what its entry holds: the model, or the supplier's document.
public struct StoredFootprint: Sendable {
  /// The number.
  public let number: UInt32
  /// What the state knows of it.
  public let row: Footprint
  /// The model of a footprint that the ledger computed.
  public let model: FootprintModel?
  /// The document of an imported footprint.
  public let document: PACTDocument?
  /// The certificates it draws on.
  public let certificates: [DeclarationRecord.Certificates]
  /// When it was registered.
  public let registered: Timestamp
  /// The name and code of whose it is.
  public let owner: BilingualText
  /// The owner's identifier.
  public let ownerIdentifier: String

  /// Reads the footprint meant by `text`: its UUID or its number.
  public init(_ text: String, in reading: LedgerReading) throws(ServiceError) {
    let found = try reading.rows.footprint(text)
    try self.init(found.number, found.row, in: reading)
  }

  init(
    _ number: UInt32, _ row: Footprint, in reading: LedgerReading
  ) throws(ServiceError) {
    self.number = number
    self.row = row
    let ring = KeyRing()
    let entry = try SignedEntry(row.position.entry, reading, ring)
    registered = entry.registered
    var names = NameBook(reading.rows)
    owner = try names.title(of: row.owner)
    ownerIdentifier = try names.participant(row.owner)?.identifier ?? ""
    do throws(any Error) {
      if row.isImported {
        let record = try entry.record(FootprintImportRecord.self, at: row.position.record)
        document = try PACTDocument(decoding: record.document)
        model = nil
        certificates = []
      } else {
        let record = try entry.record(DeclarationRecord.self, at: row.position.record)
        model = try FootprintModelCodec.decode(record.model)
        document = nil
        certificates = record.certificates
      }
    } catch let problems as FootprintProblems {
      throw ServiceError(problems, in: "")
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The calculation as it was when the footprint was declared; `nil` for an imported one.
  public func calculation(
    in reading: LedgerReading
  ) throws(ServiceError) -> FootprintCalculation? {
    guard let model else { return nil }
    let energy = ProductFootprints.energy(of: certificates.map { ($0.process, $0.count) })
    do throws(FootprintProblems) {
      return try FootprintCalculation(
        model, from: RecordedSources(rows: reading.rows, energy: energy), on: row.date)
    } catch {
      throw ServiceError(error, in: "")
    }
  }
}

/// What the ledger knew when a footprint was declared: factors and footprints as they were
/// registered, whatever happened to them since.
struct RecordedSources: FootprintSources {
  let rows: any RowSource
  let energy: [String: ExactDecimal]

  func factor(_ code: String) -> EmissionFactor? { (try? rows.factor(code))?.row.factor }

  func footprint(_ identifier: String) -> UpstreamFootprint? {
    guard let found = try? rows.footprint(identifier) else { return nil }
    let owner = try? rows.row(Participant.self, SectionCode.participants, found.row.owner)
    var upstream = found.row.asUpstream(ownerName: owner?.chineseName ?? "")
    upstream.isWithdrawn = false
    return upstream
  }

  func certifiedEnergy(of process: String) -> ExactDecimal { energy[process] ?? .zero }
}
