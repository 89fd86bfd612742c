// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import FileStorage
import LedgerCore
public import MethodologyEngine
public import Quantities

/// A folder of methodology documents: `<scheme>/<id>@<version>/methodology.yaml`.
public struct MethodologyFolder: Sendable {
  /// What a document is called in its folder.
  public static let fileName = "methodology.yaml"
  /// The folder.
  public let path: String

  /// The folder at `path`.
  public init(_ path: String) { self.path = path }

  /// The documents' identities by their folders, in order of name.
  ///
  /// - Throws: ``ServiceError/notFound(_:)`` when there is no such folder.
  public func identities() throws(ServiceError) -> [Methodology.Identity] {
    guard LocalFile.exists(path) else {
      throw .notFound(
        BilingualText(
          "没有文件夹 \(path);请用 --directory 指定。",
          "There is no folder \(path); name it with --directory."))
    }
    return SmallFile.names(in: path).sorted().flatMap { scheme in
      SmallFile.names(in: "\(path)/\(scheme)").sorted().compactMap { name in
        guard let identity = Methodology.Identity(text: "\(scheme)/\(name)"),
          LocalFile.exists(file(of: identity))
        else { return nil }
        return identity
      }
    }
  }

  /// Where the document of `identity` is, or would be.
  public func file(of identity: Methodology.Identity) -> String {
    "\(path)/\(identity)/\(Self.fileName)"
  }

  /// The document called `name`: `scheme/id@version`, or the path of a file or folder.
  ///
  /// - Throws: ``ServiceError/notFound(_:)`` with the names there are.
  public func review(_ name: String) throws(ServiceError) -> MethodologyReview {
    if let identity = Methodology.Identity(text: name) {
      let file = file(of: identity)
      if LocalFile.exists(file) { return try MethodologyReview(path: file) }
    }
    if LocalFile.exists(name) { return try MethodologyReview(path: name) }
    let names = (try? identities()) ?? []
    let list = names.map(\.description)
    throw .notFound(
      BilingualText(
        "\(path) 中没有 \(name);现有:\(list.joined(separator: "、"))。",
        "There is no \(name) in \(path); there are: \(list.joined(separator: ", "))."))
  }

  /// Writes a document to start from, with a comment at every part.
  ///
  /// - Parameter date: The first event date of the document.
  /// - Returns: The file.
  /// - Throws: ``ServiceError/invalid(_:)`` when there is a document of that name already.
  public func scaffold(
    _ identity: Methodology.Identity, from date: CalendarDate
  ) throws(ServiceError) -> String {
    let file = file(of: identity)
    guard !LocalFile.exists(file) else {
      throw .invalid(
        BilingualText(
          "\(file) 已存在,不会覆盖;文本改动后请用新版本号。",
          "\(file) is there already and is not written over; a changed text is a new version."))
    }
    let text = MethodologyDocument.template(for: identity, from: date)
    do throws(StorageError) {
      try SmallFile.makeDirectory("\(path)/\(identity)", mode: 0o755)
      try SmallFile.replace(file, Array(text.utf8))
    } catch {
      throw .storage(error)
    }
    return file
  }
}
