// SPDX-License-Identifier: Apache-2.0
import FileStorage
public import LedgerVerification
public import Quantities

/// Changes one byte of a copy of a ledger in each kind of place, and shows what notices.
public struct TamperTour: Sendable {
  /// One kind of place.
  struct Place: Sendable {
    let file: String
    let offset: @Sendable (Int) -> Int
    let name: BilingualText

    init(_ file: String, _ name: BilingualText, _ offset: @escaping @Sendable (Int) -> Int) {
      self.file = file
      self.name = name
      self.offset = offset
    }
  }

  /// What became of one changed byte.
  public struct Result: Sendable {
    /// The kind of place.
    public let name: BilingualText
    /// The file within the ledger.
    public let file: String
    /// The offset of the byte changed.
    public let offset: Int
    /// How many findings there are.
    public let findingCount: UInt64
    /// The first finding; `nil` would mean that the change went unnoticed.
    public let first: Finding?
  }

  private let paths: LedgerPaths
  private let copy: String

  /// Prepares a tour of the ledger at `paths`, working on a copy in the directory `copy`.
  public init(_ paths: LedgerPaths, copy: String) {
    self.paths = paths
    self.copy = copy
  }

  /// Runs the tour; the ledger itself is only read.
  public func run() async throws(ServiceError) -> [Result] {
    let files = try contents()
    var results: [Result] = []
    for place in Self.places(files.map(\.name)) {
      guard let file = files.first(where: { $0.name == place.file }), !file.bytes.isEmpty
      else { continue }
      let offset = place.offset(Self.used(file.bytes))
      try write(files, changing: place.file, at: offset)
      let report = try await LedgerAudit.verify(copy)
      results.append(
        Result(
          name: place.name, file: place.file, offset: offset,
          findingCount: report.findingCount, first: report.findings.first))
    }
    return results
  }

  private static func places(_ names: [String]) -> [Place] {
    let entries = names.filter { $0.hasPrefix("entries/") }.min() ?? ""
    let notes = names.filter { $0.hasPrefix("checkpoints/") }.max() ?? ""
    return [
      Place(entries, BilingualText("条目长度前缀", "the length before an entry")) { _ in 1 },
      Place(entries, BilingualText("链:前一条目的哈希", "the chain: previous hash")) { _ in 12 },
      Place(entries, BilingualText("登记时间", "the registered time")) { _ in 44 },
      Place(entries, BilingualText("声明的内容", "a statement's content")) { $0 / 2 },
      Place(entries, BilingualText("最后一条声明的签名", "the newest statement's signature")) {
        $0 - 3
      },
      Place(entries, BilingualText("条目之后的预留空间", "the space after the entries")) { $0 + 9 },
      Place("tree/0", BilingualText("树:叶哈希", "the tree: a leaf hash")) { $0 / 3 },
      Place(notes, BilingualText("检查点的根", "a checkpoint's root")) { $0 - 150 },
      Place(notes, BilingualText("检查点的签名", "a checkpoint's signature")) { $0 - 20 },
      Place("index", BilingualText("索引(可重建)", "the index (derived)")) { _ in 7 },
      Place("format", BilingualText("账本标识文件", "the format file")) { _ in 20 },
    ]
  }

  /// The number of bytes before the zeros at the end of a file.
  private static func used(_ bytes: [UInt8]) -> Int {
    (bytes.lastIndex { $0 != 0 } ?? 0) + 1
  }

  private func contents() throws(ServiceError) -> [(name: String, bytes: [UInt8])] {
    var names = ["format", "index"]
    for folder in ["entries", "checkpoints", "tree"] {
      names += SmallFile.names(in: "\(paths.root)/\(folder)").sorted().map { "\(folder)/\($0)" }
    }
    var files: [(name: String, bytes: [UInt8])] = []
    for name in names {
      guard let bytes = SmallFile.read("\(paths.root)/\(name)") else {
        throw .notFound(
          BilingualText(
            chinese: "无法读取 \(paths.root)/\(name)。",
            english: "\(paths.root)/\(name) cannot be read."))
      }
      files.append((name, bytes))
    }
    return files
  }

  private func write(
    _ files: [(name: String, bytes: [UInt8])], changing name: String, at offset: Int
  ) throws(ServiceError) {
    do {
      for folder in ["entries", "checkpoints", "tree"] {
        try SmallFile.makeDirectory("\(copy)/\(folder)")
      }
      for file in files {
        var bytes = file.bytes
        if file.name == name, offset < bytes.count { bytes[offset] ^= 1 }
        try SmallFile.replace("\(copy)/\(file.name)", bytes)
      }
    } catch {
      throw .storage(error)
    }
  }
}
