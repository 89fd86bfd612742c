// SPDX-License-Identifier: Apache-2.0
import Quantities

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), used as a function of a counter: the number of
/// one line in one iteration depends on the seed, the iteration and the line's name alone.
///
/// So an iteration does not depend on those before it, and two scenarios in which a line appears
/// give it the same number: their difference is not drowned in noise.
struct LineNumbers: Sendable {
  /// The mark of each line.
  let marks: [UInt64]
  private let seed: UInt64

  /// Creates the numbers of `lines` for `seed`.
  init(seed: UInt64, lines: [LinearSystem.Parameter]) {
    self.seed = seed
    marks = lines.map { Self.mark($0.process, $0.line) }
  }

  /// What all numbers of an iteration have in common.
  func base(of iteration: Int) -> UInt64 {
    Self.mix(seed &+ (UInt64(iteration) &+ 1) &* 0x9e37_79b9_7f4a_7c15)
  }

  /// A number between 0 and 1, both excluded: odd multiples of 2⁻⁵³.
  @inline(__always) static func uniform(_ base: UInt64, _ mark: UInt64) -> Double {
    (Double(mix(base ^ mark) >> 12) + 0.5) * 0x1p-52
  }

  /// The output function of SplitMix64.
  @inline(__always) static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// FNV-1a of the names with a zero between, mixed.
  static func mark(_ process: String, _ line: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in process.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = hash &* 0x100_0000_01b3
    for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return mix(hash)
  }
}

/// A distribution of an amount relative to the one stated.
enum RelativeDistribution: Sendable {
  /// Log-normal with median 1, by the logarithm of the geometric deviation.
  case lognormal(deviation: Double)
  /// Normal with mean 1.
  ///
  /// It is not cut off: a wide one has amounts below zero.
  case normal(deviation: Double)
  /// Triangular with mode 1.
  case triangular(low: Double, high: Double)
  /// Uniform.
  case uniform(low: Double, high: Double)

  /// The distribution of an uncertainty; `nil` when its numbers do not describe one.
  init?(_ uncertainty: Uncertainty) {
    switch uncertainty {
    case .lognormal(let deviation):
      guard deviation > .one else { return nil }
      self = .lognormal(deviation: Elementary.log(Double(approximating: deviation)))
    case .normal(let percent):
      guard percent > .zero else { return nil }
      self = .normal(deviation: Double(approximating: percent) / 100)
    case .triangular(let low, let high):
      let (low, high) = (Double(approximating: low) / 100, Double(approximating: high) / 100)
      guard low <= 1, high >= 1, low < high else { return nil }
      self = .triangular(low: low, high: high)
    case .uniform(let low, let high):
      guard low < high else { return nil }
      self = .uniform(
        low: Double(approximating: low) / 100, high: Double(approximating: high) / 100)
    }
  }

  /// The amount that is not exceeded with `probability`.
  @inline(__always) func quantile(_ probability: Double) -> Double {
    switch self {
    case .lognormal(let deviation):
      return Elementary.exp(deviation * Elementary.normalQuantile(probability))
    case .normal(let deviation):
      return 1 + deviation * Elementary.normalQuantile(probability)
    case .triangular(let low, let high):
      let below = probability * (high - low)
      return below < 1 - low
        ? low + (below * (1 - low)).squareRoot()
        : high - ((1 - probability) * (high - low) * (high - 1)).squareRoot()
    case .uniform(let low, let high):
      return low + probability * (high - low)
    }
  }
}
