// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A Python that can run the scripts in docs: the one TANZHANG_PYTHON names, else that of the path.
enum Python {
  static let executable: URL? = {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let candidates = [environment["TANZHANG_PYTHON"]] + folders.map { "\($0)/python3" }
    return candidates.compactMap { $0 }.map { URL(fileURLWithPath: $0) }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
        && runs("import sys; assert sys.version_info >= (3, 10)", with: $0)
    }
  }()

  /// Whether Ed25519 signatures can be checked.
  static let hasEd25519 = canRun(
    "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey")

  /// Whether SM3 and SM2 can be checked.
  static let hasSM = canRun(
    """
    import hashlib, subprocess
    hashlib.new("sm3", b"")
    version = subprocess.run(["openssl", "version"], capture_output=True, check=True).stdout
    assert int(version.split()[1].split(b".")[0]) >= 3
    """)

  /// Whether receipts can be checked by software that is not ours.
  static let hasReceipts = canRun("import scitt_cose")

  static let skipped = "no Python 3.10 with what docs/VERIFY.md asks for (see TANZHANG_PYTHON)"

  /// The text a script prints on its standard output, and its exit code.
  static func run(_ arguments: [String]) throws -> (output: String, code: Int32) {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }

  private static func canRun(_ code: String) -> Bool {
    executable.map { runs(code, with: $0) } ?? false
  }

  private static func runs(_ code: String, with python: URL) -> Bool {
    let process = Process()
    process.executableURL = python
    process.arguments = ["-c", code]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
