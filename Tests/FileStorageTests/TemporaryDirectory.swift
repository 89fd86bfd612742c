// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A directory of its own for a test; removed with all that is in it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "storage-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
