// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// The parts that talk over a network; never part of the root build, which links no HTTP library.
// See README.md beside this file.
let package = Package(
  name: "tanzhang-witness",
  products: [.executable(name: "tanzhang-witness", targets: ["tanzhang-witness"])],
  dependencies: [
    .package(name: "tanzhang", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(
      name: "WitnessNetwork",
      dependencies: [
        "CCurl",
        .product(name: "LedgerService", package: "tanzhang"),
        .product(name: "LedgerParts", package: "tanzhang"),
        .product(name: "FlyingFox", package: "FlyingFox"),
      ]),
    .executableTarget(
      name: "tanzhang-witness",
      dependencies: [
        "WitnessNetwork",
        .product(name: "LedgerService", package: "tanzhang"),
        .product(name: "LedgerParts", package: "tanzhang"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "WitnessNetworkTests",
      dependencies: [
        "WitnessNetwork",
        .product(name: "LedgerService", package: "tanzhang"),
        .product(name: "LedgerParts", package: "tanzhang"),
        .product(name: "FlyingFox", package: "FlyingFox"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
