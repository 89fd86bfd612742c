// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The seeds of a simulation: a failure names its seed, and the same seed fails again.
///
/// With `TANZHANG_SEEDS=100000` in the environment every simulation runs so many seeds, with
/// `TANZHANG_SEED=17` only this one.
struct SimulationSeeds {
  /// Consecutive seeds, as many at once as one test case runs.
  let blocks: [Range<UInt64>]

  private static let blockSize: UInt64 = 50

  /// As many seeds as the surroundings ask for, otherwise `count`.
  init(_ count: UInt64) {
    let surroundings = ProcessInfo.processInfo.environment
    if let seed = surroundings["TANZHANG_SEED"].flatMap(UInt64.init) {
      blocks = [seed..<(seed + 1)]
      return
    }
    let count = surroundings["TANZHANG_SEEDS"].flatMap(UInt64.init) ?? count
    blocks = stride(from: 0, to: count, by: Int(Self.blockSize)).map {
      $0..<min(count, $0 + Self.blockSize)
    }
  }
}
