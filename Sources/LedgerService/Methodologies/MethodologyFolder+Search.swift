// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Quantities

extension MethodologyFolder {
  /// The folder of documents that the project ships: `Methodologies` in the working directory, or
  /// above the program's own file; `nil` when neither is there.
  public static func shipped() -> MethodologyFolder? {
    let name = "Methodologies"
    if LocalFile.exists(name) { return MethodologyFolder(name) }
    var folder = (ProcessSurroundings.executable ?? "").split(separator: "/")
    while !folder.isEmpty {
      folder.removeLast()
      let candidate = "/" + (folder + [name[...]]).joined(separator: "/")
      if LocalFile.exists(candidate) { return MethodologyFolder(candidate) }
    }
    return nil
  }

  /// The documents that `path` names: a file, the folder of one, or every document in the folders
  /// below it, in order of name.
  ///
  /// - Throws: ``ServiceError/notFound(_:)`` for a folder that has none.
  public static func documents(at path: String) throws(ServiceError) -> [String] {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let names = SmallFile.names(in: path).sorted()
    if names.isEmpty { return [path] }
    // `Methodologies/<scheme>/<id>@<version>` is two folders below the top.
    let files = below(path, depth: 2)
    guard files.isEmpty else { return files }
    throw .notFound(
      BilingualText(
        "\(path) 及其下没有 \(fileName)。", "There is no \(fileName) in \(path) or below it."))
  }

  private static func below(_ folder: String, depth: Int) -> [String] {
    let file = "\(folder)/\(fileName)"
    if LocalFile.exists(file) { return [file] }
    guard depth > 0 else { return [] }
    return SmallFile.names(in: folder).sorted().flatMap {
      below("\(folder)/\($0)", depth: depth - 1)
    }
  }
}
