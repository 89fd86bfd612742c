// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The seeds of a simulation: a failure names its seed, and the same seed fails again.
///
/// With `TANZHANG_SEEDS=100000` in the environment every simulation runs so many seeds, with
/// `TANZHANG_SEED=17` only this one.
enum SimulationSeeds {
  /// As many seeds as the surroundings ask for, otherwise `count`.
  static func range(_ count: UInt64) -> Range<UInt64> {
    let surroundings = ProcessInfo.processInfo.environment
    if let seed = surroundings["TANZHANG_SEED"].flatMap(UInt64.init) { return seed..<(seed + 1) }
    return 0..<(surroundings["TANZHANG_SEEDS"].flatMap(UInt64.init) ?? count)
  }
}
