// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// The floors of docs/ARCHITECTURE.md. A module imports only modules of lower floors;
// Tests/RepositoryTests holds the same table and fails on an arrow that points up or sideways.
let package = Package(
  name: "tanzhang",
  products: [
    .executable(name: "tanzhang", targets: ["tanzhang"]),
    .library(name: "LedgerCore", targets: ["LedgerCore"]),
    .library(name: "LedgerVerification", targets: ["LedgerVerification"]),
    .library(name: "LedgerService", targets: ["LedgerService"]),
    // What the nested packages (Benchmarks, Fuzz) measure and feed.
    .library(
      name: "LedgerParts",
      targets: [
        "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "MethodologyEngine",
        "GreenCertificates", "ExternalCredits", "InclusiveCredits", "Mechanisms", "FileStorage",
        "StateStorage", "AuthoredDocuments", "FootprintEngine", "SparseSystems",
        "ProductFootprints", "KeyTokens",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // Floor 0: C. Each is imported by one module only: COpenSSL by Cryptography, CLMDB by
    // StateStorage, CYAML by AuthoredDocuments, CZIP by FileStorage, CEigen by SparseSystems,
    // CQREncode by QRCodes, CCryptoki by KeyTokens.
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZIP", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    // Declarations alone; a token's module is loaded at run time.
    .systemLibrary(name: "CCryptoki", providers: [.apt(["libp11-kit-dev"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    // Eigen is a C++ template library (libeigen3-dev); this names what we use of it in C.
    .target(name: "CEigen", linkerSettings: [.linkedLibrary("m")]),

    // Floor 1: vocabulary, and one idea each.
    .target(name: "Quantities"),
    .target(name: "Cryptography", dependencies: ["COpenSSL"]),
    .target(name: "ConciseBinary"),
    .target(name: "TransparencyLog", dependencies: ["Cryptography"]),
    .target(name: "MethodologyEngine", dependencies: ["Quantities", "ConciseBinary"]),
    // Statistics take square roots: of all functions in the C library's mathematics, the one that
    // is rounded the same everywhere.
    .target(
      name: "FootprintEngine", dependencies: ["Quantities", "ConciseBinary"],
      linkerSettings: [.linkedLibrary("m")]),

    // Floor 2: the ledger.
    .target(
      name: "LedgerCore",
      dependencies: ["Quantities", "Cryptography", "ConciseBinary", "TransparencyLog"]),

    // Floor 3: mechanisms. They never import each other.
    .target(
      name: "GreenCertificates",
      dependencies: ["Quantities", "Cryptography", "ConciseBinary", "LedgerCore"]),
    .target(
      name: "ExternalCredits",
      dependencies: ["Quantities", "Cryptography", "ConciseBinary", "LedgerCore"]),

    .target(
      name: "InclusiveCredits",
      dependencies: [
        "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "MethodologyEngine",
        "LedgerCore",
      ]),

    .target(
      name: "ProductFootprints",
      dependencies: [
        "Quantities", "Cryptography", "ConciseBinary", "FootprintEngine", "LedgerCore",
      ]),

    // Floor 4: the list of mechanisms.
    .target(
      name: "Mechanisms",
      dependencies: [
        "LedgerCore", "GreenCertificates", "ExternalCredits", "InclusiveCredits",
        "ProductFootprints",
      ]),

    // Floor 5: surroundings. They never import each other.
    .target(
      name: "LedgerVerification",
      dependencies: [
        "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "LedgerCore",
        "Mechanisms",
      ]),
    .target(
      name: "FileStorage",
      dependencies: ["CZIP", "Cryptography", "TransparencyLog", "LedgerCore"]),
    .target(name: "QRCodes", dependencies: ["CQREncode"]),
    .target(name: "KeyTokens", dependencies: ["CCryptoki", "Quantities", "Cryptography"]),
    .target(name: "SparseSystems", dependencies: ["CEigen", "FootprintEngine"]),
    .target(name: "StateStorage", dependencies: ["CLMDB", "Cryptography", "LedgerCore"]),
    .target(
      name: "AuthoredDocuments",
      dependencies: ["CYAML", "Quantities", "MethodologyEngine", "FootprintEngine"]),

    // Floor 6: use cases. The command line and the server say the same thing.
    .target(
      name: "LedgerService",
      dependencies: [
        "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "LedgerCore",
        "MethodologyEngine", "FootprintEngine", "GreenCertificates", "ExternalCredits",
        "InclusiveCredits", "ProductFootprints", "Mechanisms", "LedgerVerification",
        "FileStorage", "StateStorage", "AuthoredDocuments", "SparseSystems", "QRCodes",
        "KeyTokens",
      ]),

    // Floor 7: faces.
    .executableTarget(
      name: "tanzhang",
      dependencies: [
        "Quantities", "LedgerService", "LedgerVerification",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(name: "QuantitiesTests", dependencies: ["Quantities"]),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
    .testTarget(name: "ConciseBinaryTests", dependencies: ["ConciseBinary"]),
    .testTarget(name: "TransparencyLogTests", dependencies: ["TransparencyLog", "Cryptography"]),
    .testTarget(
      name: "MethodologyEngineTests",
      dependencies: ["MethodologyEngine", "Quantities", "ConciseBinary"]),
    .testTarget(
      name: "FootprintEngineTests",
      dependencies: ["FootprintEngine", "Quantities", "ConciseBinary"]),
    .testTarget(
      name: "SparseSystemsTests",
      dependencies: ["SparseSystems", "FootprintEngine", "Quantities"]),
    .testTarget(name: "QRCodesTests", dependencies: ["QRCodes"]),
    .testTarget(
      name: "KeyTokensTests",
      dependencies: [
        "KeyTokens", "CCryptoki", "LedgerService", "LedgerCore", "Quantities", "Cryptography",
      ]),
    .testTarget(
      name: "AuthoredDocumentsTests",
      dependencies: [
        "AuthoredDocuments", "MethodologyEngine", "FootprintEngine", "Quantities",
        "ConciseBinary",
      ]),
    .testTarget(
      name: "ProductFootprintsTests",
      dependencies: [
        "ProductFootprints", "FootprintEngine", "LedgerCore", "GreenCertificates",
        "InclusiveCredits", "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog",
      ]),
    .testTarget(
      name: "LedgerCoreTests",
      dependencies: [
        "LedgerCore", "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog",
      ]),
    .testTarget(
      name: "GreenCertificatesTests",
      dependencies: [
        "GreenCertificates", "LedgerCore", "Quantities", "Cryptography", "ConciseBinary",
      ]),
    .testTarget(
      name: "ExternalCreditsTests",
      dependencies: [
        "ExternalCredits", "LedgerCore", "Quantities", "Cryptography", "ConciseBinary",
      ]),
    .testTarget(
      name: "InclusiveCreditsTests",
      dependencies: [
        "InclusiveCredits", "MethodologyEngine", "LedgerCore", "GreenCertificates", "Quantities",
        "Cryptography", "ConciseBinary", "TransparencyLog",
      ]),
    .testTarget(
      name: "MechanismsTests",
      dependencies: [
        "Mechanisms", "GreenCertificates", "ExternalCredits", "InclusiveCredits",
        "ProductFootprints", "LedgerCore", "Quantities",
      ]),
    .testTarget(
      name: "LedgerVerificationTests",
      dependencies: [
        "LedgerVerification", "LedgerCore", "GreenCertificates", "Mechanisms", "FileStorage",
        "Quantities", "Cryptography", "ConciseBinary", "TransparencyLog", "LedgerService",
      ]),
    .testTarget(
      name: "FileStorageTests",
      dependencies: ["FileStorage", "LedgerCore", "Cryptography", "TransparencyLog"]),
    .testTarget(
      name: "StateStorageTests", dependencies: ["StateStorage", "LedgerCore", "Cryptography"]),
    .testTarget(
      name: "LedgerServiceTests",
      dependencies: [
        "LedgerService", "LedgerCore", "GreenCertificates", "ExternalCredits", "Mechanisms",
        "LedgerVerification", "FileStorage", "StateStorage", "Quantities", "Cryptography",
        "ConciseBinary", "TransparencyLog", "MethodologyEngine", "InclusiveCredits",
        "AuthoredDocuments", "FootprintEngine", "ProductFootprints", "SparseSystems",
      ]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "tanzhang", "LedgerService", "LedgerCore", "GreenCertificates", "Quantities",
        "Cryptography", "TransparencyLog",
      ]),
    .testTarget(name: "RepositoryTests"),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system && target.name != "CEigen" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // Decoders read borrowed spans without copying, which needs lifetime annotations.
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
