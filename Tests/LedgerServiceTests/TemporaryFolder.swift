// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Glibc

/// A directory that is removed when the test is done with it.
final class TemporaryFolder: Sendable {
  let path: String

  init(_ name: String) throws {
    var template = Array("/tmp/tanzhang-\(name)-XXXXXX".utf8CString)
    let isMade = unsafe mkdtemp(&template) != nil
    precondition(isMade, "a temporary directory")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  static func remove(_ path: String) {
    for name in SmallFile.names(in: path) { remove("\(path)/\(name)") }
    if unsafe unlink(path) != 0 { unsafe rmdir(path) }
  }
}
