// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

extension FootprintDesk {
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
