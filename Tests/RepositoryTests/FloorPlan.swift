// SPDX-License-Identifier: Apache-2.0

/// The floors of docs/ARCHITECTURE.md, and who may import whom.
///
/// This literal is the plan: a new module or a new arrow is a line here first.
enum FloorPlan {
  /// From the ground up.
  ///
  /// Floor 1 has two steps: the vocabulary, and the one idea resting on it.
  static let steps: [(floor: Int, modules: [String])] = [
    (0, ["COpenSSL", "CLMDB", "CYAML", "CZIP", "CEigen", "CQREncode", "CCryptoki"]),
    (1, ["Quantities", "Cryptography", "ConciseBinary"]),
    (1, ["TransparencyLog", "MethodologyEngine", "FootprintEngine"]),
    (2, ["LedgerCore"]),
    (3, ["GreenCertificates", "ExternalCredits", "InclusiveCredits", "ProductFootprints"]),
    (4, ["Mechanisms"]),
    (
      5,
      [
        "LedgerVerification", "FileStorage", "StateStorage", "AuthoredDocuments", "SparseSystems",
        "QRCodes", "KeyTokens",
      ]
    ),
    (6, ["LedgerService"]),
    (7, ["tanzhang"]),
  ]

  /// What each module may import of ours, of C and of other packages.
  ///
  /// Package.swift must say the same. Nobody imports Foundation: loading it costs a command more
  /// than most commands cost.
  static let allowedImports: [String: Set<String>] = [
    "COpenSSL": [],
    "CLMDB": [],
    "CYAML": [],
    "CZIP": [],
    "CEigen": [],
    "CQREncode": [],
    "CCryptoki": [],
    "Quantities": [],
    "Cryptography": ["COpenSSL"],
    "ConciseBinary": [],
    "TransparencyLog": ["Cryptography"],
    "MethodologyEngine": ["Quantities", "ConciseBinary"],
    "FootprintEngine": ["Quantities", "ConciseBinary"],
    "LedgerCore": ["Quantities", "Cryptography", "ConciseBinary", "TransparencyLog"],
    "GreenCertificates": ["Quantities", "Cryptography", "ConciseBinary", "LedgerCore"],
    "ExternalCredits": ["Quantities", "Cryptography", "ConciseBinary", "LedgerCore"],
    "InclusiveCredits": [
      "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "MethodologyEngine",
      "LedgerCore",
    ],
    "ProductFootprints": [
      "Quantities", "Cryptography", "ConciseBinary", "FootprintEngine", "LedgerCore",
    ],
    "Mechanisms": [
      "LedgerCore", "GreenCertificates", "ExternalCredits", "InclusiveCredits",
      "ProductFootprints",
    ],
    "LedgerVerification": [
      "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "LedgerCore",
      "Mechanisms",
    ],
    "FileStorage": ["CZIP", "Cryptography", "TransparencyLog", "LedgerCore"],
    "SparseSystems": ["CEigen", "FootprintEngine"],
    "QRCodes": ["CQREncode"],
    "KeyTokens": ["CCryptoki", "Quantities", "Cryptography"],
    "StateStorage": ["CLMDB", "Cryptography", "LedgerCore"],
    "AuthoredDocuments": ["CYAML", "Quantities", "MethodologyEngine", "FootprintEngine"],
    "LedgerService": [
      "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "LedgerCore",
      "MethodologyEngine", "FootprintEngine", "GreenCertificates", "ExternalCredits",
      "InclusiveCredits", "ProductFootprints", "Mechanisms", "LedgerVerification",
      "FileStorage", "StateStorage", "AuthoredDocuments", "SparseSystems", "QRCodes",
      "KeyTokens",
    ],
    "tanzhang": ["Quantities", "LedgerService", "LedgerVerification", "ArgumentParser"],
  ]

  /// Parts of the standard library that are modules of their own: allowed on every floor.
  static let standardLibrary: Set<String> = ["Swift", "Synchronization"]

  /// The operating system, allowed from floor 5 up: below it nothing sees a file or a clock.
  static let operatingSystem: Set<String> = ["Glibc"]
  static let lowestFloorWithOperatingSystem = 5

  static func floor(of module: String) -> Int? {
    steps.first { $0.modules.contains(module) }?.floor
  }

  static func step(of module: String) -> Int? {
    steps.firstIndex { $0.modules.contains(module) }
  }

  /// Every import that the plan does not allow.
  static func violations(in files: [TextFile]) -> [Violation] {
    files.flatMap { file -> [Violation] in
      let parts = file.path.split(separator: "/")
      guard parts.count > 2, parts[0] == "Sources", file.isSwift else { return [] }
      let module = String(parts[1])
      guard let floor = floor(of: module), let allowed = allowedImports[module] else {
        return [Violation(path: file.path, line: 1, rule: "module \(module) is on no floor")]
      }
      return imports(of: file.text).compactMap { found in
        let isSystem =
          operatingSystem.contains(found.module) && floor >= lowestFloorWithOperatingSystem
        if allowed.contains(found.module) || standardLibrary.contains(found.module) || isSystem {
          return nil
        }
        let rule = "\(module) (floor \(floor)) may not import \(found.module)"
        return Violation(path: file.path, line: found.line, rule: rule)
      }
    }
  }

  /// Every `import` of a source text, whatever its access level, attributes or kind.
  static func imports(of text: String) -> [(module: String, line: Int)] {
    let statement =
      #/
      (?: ^ | ; ) \s* (?: @\w+ (?: \( [^)]* \) )? \s+ )*
      (?: (?: public | internal | package | private | fileprivate ) \s+ )?
      import \s+ (?: (?: struct | class | enum | protocol | typealias | func | let | var ) \s+ )?
      (\w+)
      /#
    let lines = SwiftText.code(of: text).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { number, line in
      line.matches(of: statement).map { (String($0.1), number + 1) }
    }
  }
}
