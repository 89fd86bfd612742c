// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Tokens of SoftHSM, in files that are gone with the tests.
///
/// A process starts a module once, so one set of tokens serves all tests in it.
struct SoftToken {
  /// The tokens there are; `twin` twice.
  static let labels = ["main", "twin", "twin", "strict", "closed", "removed", "faulty", "deleted"]
  static let pin = "2468-PIN"

  let folder: URL
  let module: String
  /// The directory of the last of the tokens.
  let deleted: URL

  /// Whether softhsm2 is installed; script/setup installs it.
  static var isInstalled: Bool { modulePath != nil && tool("softhsm2-util") != nil }

  static let modulePath = [
    ProcessInfo.processInfo.environment["TANZHANG_SOFTHSM"] ?? "",
    "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so",
  ].first { FileManager.default.isReadableFile(atPath: $0) }

  static func tool(_ name: String) -> String? {
    ["/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Where this process has its tokens.
  private static var place: URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("tanzhang-tokens-\(getpid())")
  }

  /// The tokens of this process.
  static let shared = Result { try SoftToken() }

  private init() throws {
    folder = Self.place
    module = try #require(Self.modulePath)
    try? FileManager.default.removeItem(at: folder)
    atexit { try? FileManager.default.removeItem(at: SoftToken.place) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("tokens"), withIntermediateDirectories: true)
    for (name, text) in [
      ("conf", "directories.tokendir = \(folder.path)/tokens\nlog.level = ERROR\n"),
      ("pin", Self.pin + "\n"),
    ] {
      let file = folder.appendingPathComponent(name)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    unsafe setenv("SOFTHSM2_CONF", folder.path + "/conf", 1)
    var directories: Set<String> = []
    var newest = ""
    for label in Self.labels {
      try Self.run(
        [
          "--init-token", "--free", "--label", label, "--pin", Self.pin, "--so-pin", "9999",
        ], folder)
      let now = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tokens")
      newest = try #require(Set(now).subtracting(directories).first)
      directories = Set(now)
    }
    deleted = folder.appendingPathComponent("tokens/\(newest)")
  }

  /// Runs softhsm2-util, as a process of its own.
  func util(_ arguments: String...) throws { try Self.run(arguments, folder) }

  private static func run(_ arguments: [String], _ folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(tool("softhsm2-util")))
    process.arguments = arguments
    process.environment = ["SOFTHSM2_CONF": folder.path + "/conf"]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  var pinFile: String { folder.path + "/pin" }

  /// A URI of a token, or of a key in it.
  func uri(_ token: String, _ attributes: String = "") -> String {
    "pkcs11:token=\(token)\(attributes)?module-path=\(module)"
  }
}
