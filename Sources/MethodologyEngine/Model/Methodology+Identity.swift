// SPDX-License-Identifier: Apache-2.0

extension Methodology.Identity {
  /// Reads `scheme/id@version`; nil for anything else.
  public init?(text: String) {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let names = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2 else { return nil }
    let parts = [names[0], names[1], halves[1]].map(String.init)
    guard parts.allSatisfy(Self.isPart) else { return nil }
    self.init(scheme: parts[0], id: parts[1], version: parts[2])
  }

  /// Lower-case letters, digits, `.` and `-`, a letter or digit first: safe as a folder's name.
  public static func isPart(_ text: String) -> Bool {
    let isPlain: (UInt8) -> Bool = { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    guard let first = text.utf8.first, isPlain(first) else { return false }
    return text.utf8.count <= MethodologyLimits.nameBytes
      && text.utf8.allSatisfy { isPlain($0) || $0 == 0x2D || $0 == 0x2E }
  }
}
