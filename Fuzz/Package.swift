// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// Feeds every decoder with hostile bytes; never part of the root build. See README.md beside this
// file.
let package = Package(
  name: "tanzhang-fuzz",
  products: [.library(name: "FuzzTargets", type: .static, targets: ["FuzzTargets"])],
  dependencies: [.package(name: "tanzhang", path: "..")],
  targets: [
    .target(
      name: "FuzzTargets",
      dependencies: [
        .product(name: "LedgerCore", package: "tanzhang"),
        .product(name: "LedgerService", package: "tanzhang"),
        .product(name: "LedgerVerification", package: "tanzhang"),
        .product(name: "LedgerParts", package: "tanzhang"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
