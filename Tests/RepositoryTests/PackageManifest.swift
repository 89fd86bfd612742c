// SPDX-License-Identifier: Apache-2.0

/// What Package.swift declares about the modules under Sources, read from its text: asking
/// SwiftPM would wait for the build that runs these tests.
struct PackageManifest {
  /// Module name to the names it depends on, products of other packages included.
  let dependencies: [String: Set<String>]
  /// The other packages, by the last part of their addresses.
  let packages: Set<String>

  init(text: String) {
    let code = SwiftText.code(of: text, keepingStrings: true)
    var dependencies: [String: Set<String>] = [:]
    for kind in [".target(", ".executableTarget(", ".systemLibrary("] {
      for call in Self.calls(of: kind, in: code) {
        guard let name = call.firstMatch(of: #/name:\s*"(\w+)"/#)?.1 else { continue }
        dependencies[String(name)] = Self.dependencies(inCall: call)
      }
    }
    self.dependencies = dependencies
    packages = Set(
      code.matches(of: #/\.package\(\s*url:\s*"[^"]*?([\w.-]+)"/#).map { String($0.1) })
  }

  /// Everything that ends up in a program when it links `module`.
  func closure(of module: String) -> Set<String> {
    var seen: Set<String> = []
    var waiting = [module]
    while let next = waiting.popLast() {
      for name in dependencies[next] ?? [] where seen.insert(name).inserted {
        waiting.append(name)
      }
    }
    return seen
  }

  private static func dependencies(inCall call: Substring) -> Set<String> {
    guard let label = call.firstMatch(of: #/dependencies:\s*\[/#) else { return [] }
    let list = call[label.range.upperBound...].prefix { $0 != "]" }
    let products = list.matches(of: #/\.product\(\s*name:\s*"(\w+)"[^)]*\)/#)
    let bare = list.replacing(#/\.product\([^)]*\)/#, with: "").matches(of: #/"(\w+)"/#)
    return Set(products.map { String($0.1) } + bare.map { String($0.1) })
  }

  /// The text between the parentheses of each call that `opening` begins.
  private static func calls(of opening: String, in code: String) -> [Substring] {
    code.ranges(of: opening).map { range in
      var depth = 1
      return code[range.upperBound...].prefix { character in
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        return depth > 0
      }
    }
  }
}
