// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import FootprintEngine
public import LedgerCore
import ProductFootprints
public import Quantities

extension FootprintDesk {
  /// Registers the footprints in a file: all, or none.
  public static func registerImports(
    of path: String, on date: CalendarDate, evidence: Digest?, _ session: LedgerSession,
    as signer: StatementSigner
  ) async throws(ServiceError) -> [Receipt] {
    let documents = try documents(in: path)
    let records = documents.map {
      FootprintImportRecord(document: $0.bytes, received: date, evidence: evidence).encoded
    }
    return try await BatchSubmission(records).run(session, as: signer) {
      documents[$0].statement.identifier
    }
  }

  /// A footprint as PACT v3 JSON.
  public static func pact(_ footprint: ExchangedFootprint) throws(ServiceError) -> JSONValue {
    do throws(FootprintProblems) {
      return try PACTExport.json(of: footprint)
    } catch {
      throw ServiceError(error, in: footprint.statement.identifier)
    }
  }

  /// Footprints as CSV, one row each.
  public static func table(
    of footprints: [ExchangedFootprint]
  ) throws(ServiceError) -> String {
    do throws(FootprintProblems) {
      return try FootprintTable.text(of: footprints)
    } catch {
      throw ServiceError(error, in: "")
    }
  }
}
