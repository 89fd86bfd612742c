// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import ExternalCredits
import LedgerCore
import Quantities

/// A row of a file, read: ready to become a record.
public struct ImportedRow: Sendable, Equatable {
  /// The row's record number in the file; the header is 1.
  public let row: Int
  /// The line on which it begins.
  public let line: Int
  /// The credits.
  public let credits: ImportedCredits
  /// The position of its holder in ``CreditImport/holders``.
  public let holder: Int
}

/// A registry's list, read: the rows to register and those that cannot be.
public struct CreditImport: Sendable {
  /// The registry.
  public let registry: String
  /// The SHA-256 of the file.
  public let digest: Digest
  /// The rows that could be read, in the file's order.
  public private(set) var rows: [ImportedRow] = []
  /// The rows that could not, in the file's order.
  public private(set) var refusals: [ImportRefusal] = []
  /// The account holders of the rows, in the order in which they first appear.
  public private(set) var holders: [String] = []
  private var holderPositions: [String: Int] = [:]

  /// Reads a CSV file by a mapping: every row becomes a row or a refusal.
  ///
  /// - Throws: A damaged file or one that lacks a column is refused as a whole.
  public static func plan(
    csv bytes: [UInt8], mapping: ColumnMapping
  ) throws(ImportError) -> CreditImport {
    var plan = CreditImport(
      registry: mapping.registry, digest: HashFunction.sha256.digest(of: bytes))
    do {
      try plan.read(bytes, mapping)
    } catch let error as CSVError {
      throw .csv(error)
    } catch let error as MappingError {
      throw .mapping(error)
    } catch {
      preconditionFailure("only these two errors are thrown above")
    }
    return plan
  }

  private init(registry: String, digest: Digest) {
    self.registry = registry
    self.digest = digest
  }

  private mutating func read(_ bytes: [UInt8], _ mapping: ColumnMapping) throws {
    var reader = try CSVReader(bytes)
    var record = CSVRecord()
    _ = try reader.read(into: &record)
    let header = (0..<record.count).map { reader.text(of: record, at: $0) }
    let rowReader = try ImportRowReader(header: header, mapping: mapping)
    while try reader.read(into: &record) {
      do throws(ImportRefusal) {
        let (credits, holder) = try rowReader.read(record, reader)
        rows.append(
          ImportedRow(
            row: record.number, line: record.line, credits: credits, holder: position(of: holder)))
      } catch {
        refusals.append(error)
      }
    }
  }

  private mutating func position(of holder: String) -> Int {
    if let position = holderPositions[holder] { return position }
    holders.append(holder)
    holderPositions[holder] = holders.count - 1
    return holders.count - 1
  }
}

/// Why a list cannot be read at all.
public enum ImportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is damaged or no CSV.
  case csv(CSVError)
  /// The mapping cannot be used, or not with this file.
  case mapping(MappingError)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .csv(let error): error.description
    case .mapping(let error): error.description
    }
  }
}
