// SPDX-License-Identifier: Apache-2.0
public import FileStorage
import Quantities

/// The files of an openLCA package in JSON-LD: a zip, or a folder's files.
///
/// Version 2 of its schema or a later one is read; 1 had other names for its fields.
/// Read are processes, flows, flow properties, unit groups, product systems, impact categories and
/// global parameters. Other folders (actors, sources, locations, currencies …) describe and do not
/// change a result; they are passed over.
public struct OpenLCAPackage: Sendable {
  /// What a package may hold when it comes as a zip.
  public static let limits = ZipLimits()

  /// The first version of the schema that is read.
  static let firstVersion: Int64 = 2

  /// The folders that are read.
  enum Folder: String, CaseIterable, Sendable {
    case processes, flows, parameters
    case flowProperties = "flow_properties"
    case unitGroups = "unit_groups"
    case productSystems = "product_systems"
    case categories = "lcia_categories"
  }

  private var records: [Folder: [String: JSONValue]] = [:]

  /// Reads a zip.
  public init(zip bytes: [UInt8]) throws(OpenLCAProblems) {
    var files: [String: [UInt8]] = [:]
    do throws(ZipError) {
      var archive = try ZipArchive(bytes, limits: Self.limits)
      for entry in archive.entries where Self.place(of: entry.name) != nil {
        files[entry.name] = try archive.read(entry)
      }
    } catch {
      throw OpenLCAProblems([
        OpenLCAProblem(
          file: "", place: "",
          message: BilingualText("压缩包无法读取:\(error)", "The archive cannot be read: \(error)"))
      ])
    }
    try self.init(files: files)
  }

  /// Reads the files of a folder, by their names with `/` between folders.
  public init(files: [String: [UInt8]]) throws(OpenLCAProblems) {
    var problems: [OpenLCAProblem] = []
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      guard let place = Self.place(of: name) else { continue }
      do throws(JSONError) {
        let value = try JSONValue(parsing: bytes)
        switch place {
        case .version:
          // openLCA calls it schemaVersion, olca-schema version.
          if let version = value["schemaVersion"] ?? value["version"],
            (version.integer ?? 0) < Self.firstVersion
          {
            problems.append(
              OpenLCAProblem(file: name, place: "version", message: Self.otherVersion))
          }
        case .record(let folder):
          guard let id = value["@id"]?.text, !id.isEmpty else {
            problems.append(OpenLCAProblem(file: name, place: "@id", message: Self.noIdentifier))
            continue
          }
          if records[folder, default: [:]].updateValue(value, forKey: id) != nil {
            problems.append(OpenLCAProblem(file: name, place: "@id", message: Self.twice(id)))
          }
        }
      } catch {
        problems.append(
          OpenLCAProblem(
            file: name, place: "",
            message: BilingualText("不是 JSON:\(error)", "This is no JSON: \(error)")))
      }
    }
    guard problems.isEmpty else { throw OpenLCAProblems(problems) }
  }

  func record(_ folder: Folder, _ id: String) -> JSONValue? { records[folder]?[id] }

  /// The records of a folder, in the order of their identifiers.
  func all(_ folder: Folder) -> [(id: String, value: JSONValue)] {
    (records[folder] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// What people call a record's file.
  static func file(_ folder: Folder, _ id: String) -> String { "\(folder.rawValue)/\(id).json" }

  private enum Place {
    case version
    case record(Folder)
  }

  /// What a file is, by its name and the folder it is in; `nil` when it is not read.
  private static func place(of name: String) -> Place? {
    guard name.hasSuffix(".json") else { return nil }
    let parts = name.split(separator: "/")
    if let last = parts.last, ["olca-schema.json", "openlca.json"].contains(last) {
      return .version
    }
    guard parts.count >= 2 else { return nil }
    return Folder(rawValue: String(parts[parts.count - 2])).map { .record($0) }
  }

  private static let otherVersion = BilingualText(
    "只读 openLCA JSON-LD 第 2 版及以后;请用 openLCA 2 重新导出。",
    "Version 2 of openLCA's JSON-LD, or a later one, is read; export it again with openLCA 2.")
  private static let noIdentifier = BilingualText(
    "缺少 @id。", "Every file needs an identifier, `@id`.")
  private static func twice(_ id: String) -> BilingualText {
    BilingualText("标识 \(id) 出现两次。", "Two files have the identifier \(id).")
  }
}
