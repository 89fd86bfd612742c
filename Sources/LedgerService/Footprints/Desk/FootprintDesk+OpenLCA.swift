// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
public import FootprintEngine
public import Quantities

/// What an openLCA package became.
public struct ConvertedModel: Sendable {
  /// The model as a YAML document.
  public let document: String
  /// The factors the package characterised itself.
  public let factors: [EmissionFactor]
  /// What was assumed, or counts for nothing.
  public let notes: [BilingualText]

  /// The factors as a factor file.
  public var factorTable: String { FactorTable.csv(of: factors) }
}

extension FootprintDesk {
  /// The most files of a folder that is read as a package.
  private static let folderLimit = 10_000

  /// Makes a model document of an openLCA JSON-LD package: a zip file, or a folder.
  public static func converted(
    _ path: String, _ options: OpenLCAOptions
  ) throws(ServiceError) -> ConvertedModel {
    guard FootprintStatement.isUUID(options.identifier) else {
      throw .invalid(
        BilingualText(
          "足迹编号 \"\(options.identifier)\" 须为小写的 UUID。",
          "The footprint's identifier \"\(options.identifier)\" must be a UUID in lower case."))
    }
    guard LocalFile.exists(path) else {
      throw .notFound(
        BilingualText("文件 \(path) 无法读取。", "The file \(path) cannot be read."))
    }
    do throws(OpenLCAProblems) {
      let package: OpenLCAPackage
      if let files = try folder(path) {
        package = try OpenLCAPackage(files: files)
      } else {
        package = try OpenLCAPackage(zip: try bytes(path))
      }
      let made = try OpenLCAImport(package, options)
      return ConvertedModel(
        document: FootprintDocument.template(of: made.model), factors: made.factors,
        notes: made.notes)
    } catch {
      func lines(_ language: Language) -> String {
        error.problems.map { problem in
          let place = [problem.file.isEmpty ? path : problem.file, problem.place]
          return place.filter { !$0.isEmpty }.joined(separator: " ")
            + (language == .chinese ? ":" : ": ") + problem.message[language]
        }
        .joined(separator: "\n")
      }
      throw .invalid(BilingualText(lines(.chinese), lines(.english)))
    }
  }

  private static func bytes(_ path: String) throws(OpenLCAProblems) -> [UInt8] {
    do throws(ServiceError) {
      return try LocalFile.read(path)
    } catch {
      throw OpenLCAProblems([unreadable(path, error)])
    }
  }

  /// The files one folder below `path`, as a package has them; `nil` when it is no folder.
  private static func folder(_ path: String) throws(OpenLCAProblems) -> [String: [UInt8]]? {
    let names = LocalFile.names(in: path)
    guard !names.isEmpty else { return nil }
    var files: [String: [UInt8]] = [:]
    for name in names.sorted() {
      let inside = LocalFile.names(in: "\(path)/\(name)").filter { $0.hasSuffix(".json") }
      for file in inside.sorted() where files.count < folderLimit {
        files["\(name)/\(file)"] = try bytes("\(path)/\(name)/\(file)")
      }
    }
    return files
  }

  private static func unreadable(_ path: String, _ error: ServiceError) -> OpenLCAProblem {
    OpenLCAProblem(
      file: path, place: "",
      message: BilingualText(error.message(in: .chinese), error.message(in: .english)))
  }
}
