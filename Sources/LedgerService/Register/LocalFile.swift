// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Quantities

/// The files a command is given and the files it makes.
public enum LocalFile {
  /// The bytes of the file at `path`.
  public static func read(_ path: String) throws(ServiceError) -> [UInt8] {
    if let bytes = SmallFile.read(path) { return bytes }
    throw .notFound(
      BilingualText("无法读取文件 \(path)。", "The file \(path) cannot be read."))
  }

  /// The bytes of the file at `path`, or of the standard input when it is `-`; of that at most
  /// `limit` and one more, so that the reader sees that there are too many.
  public static func read(
    _ path: String, orInputUpTo limit: Int
  ) throws(ServiceError) -> [UInt8] {
    path == "-" ? ProcessSurroundings.readInput(limit: limit + 1) : try read(path)
  }

  /// The first line of a text file, without its end: a passphrase, a key.
  public static func firstLine(of path: String) throws(ServiceError) -> String {
    let bytes = try read(path)
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    return String(decoding: line, as: UTF8.self)
  }

  /// Writes a file, replacing what was there in one step.
  public static func write(_ bytes: [UInt8], to path: String) throws(ServiceError) {
    do {
      try SmallFile.replace(path, bytes)
    } catch {
      throw .storage(error)
    }
  }

  /// The names of the files in a directory; none when it cannot be read.
  public static func names(in path: String) -> [String] { SmallFile.names(in: path) }

  /// Whether there is something at `path`.
  public static func exists(_ path: String) -> Bool { SmallFile.exists(path) }
}
