// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// Measures the ledger; never part of the root build. See README.md beside this file.
let package = Package(
  name: "tanzhang-benchmarks",
  dependencies: [.package(name: "tanzhang", path: "..")],
  targets: [
    .target(name: "Measuring"),
    .executableTarget(
      name: "LedgerBenchmark",
      dependencies: [
        "Measuring",
        .product(name: "LedgerCore", package: "tanzhang"),
        .product(name: "LedgerService", package: "tanzhang"),
        .product(name: "LedgerVerification", package: "tanzhang"),
        .product(name: "LedgerParts", package: "tanzhang"),
      ]),
    .executableTarget(
      name: "ActivityBenchmark",
      dependencies: [
        "Measuring",
        .product(name: "LedgerCore", package: "tanzhang"),
        .product(name: "LedgerService", package: "tanzhang"),
        .product(name: "LedgerVerification", package: "tanzhang"),
        .product(name: "LedgerParts", package: "tanzhang"),
      ]),
    .executableTarget(
      name: "FootprintBenchmark",
      dependencies: ["Measuring", .product(name: "LedgerParts", package: "tanzhang")]),
  ],
  swiftLanguageModes: [.v6]
)
