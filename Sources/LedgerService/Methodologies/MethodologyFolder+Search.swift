// SPDX-License-Identifier: Apache-2.0
import FileStorage

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
}
