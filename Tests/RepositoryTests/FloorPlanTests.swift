// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct FloorPlanTests {
  @Test func `every import in Sources is allowed by the floor plan`() {
    #expect(Repository.swiftSources.count >= FloorPlan.allowedImports.count - 2)
    #expect(FloorPlan.violations(in: Repository.swiftSources) == [])
  }

  @Test func `the plan itself has arrows that point down only`() {
    for (module, imports) in FloorPlan.allowedImports {
      guard let step = FloorPlan.step(of: module) else {
        Issue.record("\(module) is on no floor")
        continue
      }
      for name in imports {
        if let below = FloorPlan.step(of: name) {
          #expect(below < step, "\(module) may not rest on \(name)")
        } else {
          #expect(module == "tanzhang" && name == "ArgumentParser", "\(name) is on no floor")
        }
      }
    }
    #expect(
      Set(FloorPlan.steps.flatMap(\.modules)) == Set(FloorPlan.allowedImports.keys),
      "the floors and the table of imports name different modules")
  }

  @Test func `only one module sees each C library`() {
    let users = { (library: String) in
      FloorPlan.allowedImports.filter { $0.value.contains(library) }.map(\.key)
    }
    #expect(users("COpenSSL") == ["Cryptography"])
    #expect(users("CYAML") == ["AuthoredDocuments"])
  }

  @Test func `the package manifest declares what the plan allows`() throws {
    let manifest = PackageManifest(text: try #require(Repository.read("Package.swift")).text)
    #expect(Set(manifest.dependencies.keys) == Set(FloorPlan.allowedImports.keys))
    for (module, declared) in manifest.dependencies {
      #expect(declared == FloorPlan.allowedImports[module], "\(module) in Package.swift")
    }
  }

  @Test func `the command line links no HTTP stack and nothing else unforeseen`() throws {
    let manifest = PackageManifest(text: try #require(Repository.read("Package.swift")).text)
    let linked = manifest.closure(of: "tanzhang")
    #expect(linked.count > 10)
    let foreign = linked.subtracting(FloorPlan.allowedImports.keys)
    #expect(foreign == ["ArgumentParser"])
    #expect(manifest.packages == ["swift-argument-parser"])
  }

  @Test func `an auditor links verification without storage, service or state`() throws {
    let manifest = PackageManifest(text: try #require(Repository.read("Package.swift")).text)
    let linked = manifest.closure(of: "LedgerVerification")
    #expect(linked.contains("TransparencyLog"))
    #expect(linked.isDisjoint(with: ["FileStorage", "StateStorage", "LedgerService"]))
  }

  @Test func `the architecture page names every module`() throws {
    let page = try #require(Repository.read("docs/ARCHITECTURE.md")).text
    for module in FloorPlan.allowedImports.keys {
      #expect(page.contains("`\(module)`"), "docs/ARCHITECTURE.md does not name \(module)")
    }
  }
}

/// The checks above must be able to fail: each is fed what it exists to catch.
@Suite struct FloorPlanSelfTests {
  @Test(arguments: [
    ("Quantities", "import Foundation"),
    ("LedgerCore", "import Glibc"),
    ("LedgerCore", "public import FileStorage"),
    ("GreenCertificates", "internal import ExternalCredits"),
    ("LedgerCore", "@preconcurrency import GreenCertificates"),
    ("FileStorage", "import COpenSSL"),
    ("LedgerService", "import CYAML"),
    ("LedgerVerification", "private import FileStorage"),
    ("tanzhang", "import struct FoundationNetworking.URLRequest"),
    ("LedgerService", "import Swift; import Hummingbird"),
    ("StateStorage", "@_spi(Test) public import enum FileStorage.Mode"),
    ("Utilities", "import Swift"),
  ])
  func `an import the plan forbids is caught`(module: String, statement: String) {
    let file = TextFile(path: "Sources/\(module)/Sample.swift", text: "\n  \(statement)\n")
    #expect(FloorPlan.violations(in: [file]).count == 1)
  }

  @Test(arguments: [
    ("Cryptography", "import COpenSSL"),
    ("FileStorage", "import Glibc"),
    ("LedgerCore", "public import Quantities"),
    ("LedgerService", "import Synchronization"),
    ("Quantities", "// import Foundation"),
    ("Quantities", "/* \n import Foundation \n */"),
    ("Quantities", "let text = \"\"\"\n  import Foundation\n  \"\"\""),
    ("Quantities", "let important = 1"),
  ])
  func `what the plan allows is not caught`(module: String, statement: String) {
    let file = TextFile(path: "Sources/\(module)/Sample.swift", text: statement)
    #expect(FloorPlan.violations(in: [file]) == [])
  }

  @Test func `the manifest reader sees targets, products and what they link`() {
    let manifest = PackageManifest(
      text: """
        // .target(name: "Ghost"),
        .package(url: "https://example.org/some/swift-web", from: "1.0.0")
        .target(name: "Low"),
        .target(
          name: "Middle", dependencies: ["Low"]),
        .executableTarget(
          name: "top",
          dependencies: ["Middle", .product(name: "Web", package: "swift-web")]),
        .testTarget(name: "LowTests", dependencies: ["Low"]),
        """)
    #expect(manifest.dependencies == ["Low": [], "Middle": ["Low"], "top": ["Middle", "Web"]])
    #expect(manifest.closure(of: "top") == ["Low", "Middle", "Web"])
    #expect(manifest.packages == ["swift-web"])
  }
}
