// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Functions of the C library that differ from machine to machine, from `+ - × ÷ √` alone: IEEE
/// 754 rounds those correctly everywhere, so these give the same bits everywhere.
enum Elementary {
  /// 33 bits of ln 2, so that products with exponents are exact; and the rest.
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// The natural logarithm, for positive normal numbers; off by less than 10⁻¹⁵ of the larger of
  /// 1 and itself.
  static func log(_ value: Double) -> Double {
    var exponent = Double(value.exponent)
    var significand = value.significand
    if significand > 1.414_213_562_373_095_1 {
      significand /= 2
      exponent += 1
    }
    // log m = 2 artanh s with |s| below 0.172; the first term left out is below 10⁻¹⁸.
    let s = (significand - 1) / (significand + 1)
    let square = s * s
    // Constants divided when compiled, not here.
    var series = 1 / 21.0 * square
    series = (series + 1 / 19.0) * square
    series = (series + 1 / 17.0) * square
    series = (series + 1 / 15.0) * square
    series = (series + 1 / 13.0) * square
    series = (series + 1 / 11.0) * square
    series = (series + 1 / 9.0) * square
    series = (series + 1 / 7.0) * square
    series = (series + 1 / 5.0) * square
    series = (series + 1 / 3.0) * square
    return exponent * ln2High + (2 * s + (2 * s * series + exponent * ln2Low))
  }

  /// 2^(j/32) for j below 32, by square roots; off by less than 10⁻¹⁵.
  private static let roots: [Double] = {
    var powers = [Double](repeating: 1, count: 32)
    var root = 2.0
    for bit in [16, 8, 4, 2, 1] {
      root = root.squareRoot()
      for index in powers.indices where index & bit != 0 { powers[index] *= root }
    }
    return powers
  }()

  /// The exponential, its argument kept within ±700; off by less than 4·10⁻¹⁵ of itself.
  static func exp(_ value: Double) -> Double {
    let argument = min(max(value, -700), 700)
    // Adding 1.5·2⁵² leaves the nearest integer in the last bits.
    let shifted = argument * 46.166_241_308_446_83 + 0x1.8p52
    let steps = shifted - 0x1.8p52
    let whole = Int(Int32(truncatingIfNeeded: shifted.bitPattern))
    // x = steps · ln 2 / 32 + r with |r| below 0.011; the first term left out is below 10⁻¹⁷.
    let r = (argument - steps * (ln2High / 32)) - steps * (ln2Low / 32)
    // Pairs of terms do not wait for each other.
    let square = r * r
    let upper = (1 / 24.0 + r * (1 / 120.0)) + square * (1 / 720.0)
    let tail = square * ((0.5 + r * (1 / 6.0)) + square * upper)
    let root = roots[whole & 31]
    let power = Double(bitPattern: UInt64(bitPattern: Int64(1023 + (whole >> 5))) << 52)
    return (root + root * (r + tail)) * power
  }

  /// The value that a standard normal variable stays below with `probability`, between 0 and 1;
  /// off by less than 10⁻¹⁵ of itself beside the rounding of the argument.
  ///
  /// Wichura's algorithm AS 241, PPND16 (Applied Statistics 37, 1988).
  static func normalQuantile(_ probability: Double) -> Double {
    let q = probability - 0.5
    if q.magnitude <= 0.425 { return q * centre(0.180625 - q * q) }
    let r = (-log(q < 0 ? probability : 1 - probability)).squareRoot()
    let distance = r <= 5 ? middle(r - 1.6) : tail(r - 5)
    return q < 0 ? -distance : distance
  }

  @inline(__always) private static func centre(_ r: Double) -> Double {
    horner(
      r, 2_509.080_928_730_122_672_7, 33_430.575_583_588_128_105, 67_265.770_927_008_700_853,
      45_921.953_931_549_871_457, 13_731.693_765_509_461_125, 1_971.590_950_306_551_442_7,
      133.141_667_891_784_377_45, 3.387_132_872_796_366_608_0)
      / horner(
        r, 5_226.495_278_852_854_561_0, 28_729.085_735_721_942_674, 39_307.895_800_092_710_610,
        21_213.794_301_586_595_867, 5_394.196_021_424_751_107_7, 687.187_007_492_057_908_30,
        42.313_330_701_600_911_252, 1)
  }

  private static func middle(_ r: Double) -> Double {
    horner(
      r, 7.745_450_142_783_414_076_40e-4, 2.272_384_498_926_918_458_33e-2,
      0.241_780_725_177_450_611_770, 1.270_458_252_452_368_382_58, 3.647_848_324_763_204_605_04,
      5.769_497_221_460_691_405_50, 4.630_337_846_156_545_295_90, 1.423_437_110_749_683_577_34)
      / horner(
        r, 1.050_750_071_644_416_843_24e-9, 5.475_938_084_995_344_946_00e-4,
        1.519_866_656_361_645_719_66e-2, 0.148_103_976_427_480_074_590,
        0.689_767_334_985_100_004_550, 1.676_384_830_183_803_849_40, 2.053_191_626_637_758_821_87,
        1)
  }

  private static func tail(_ r: Double) -> Double {
    horner(
      r, 2.010_334_399_292_288_132_65e-7, 2.711_555_568_743_487_578_15e-5,
      1.242_660_947_388_078_438_60e-3, 2.653_218_952_657_612_309_30e-2,
      0.296_560_571_828_504_891_230, 1.784_826_539_917_291_335_80, 5.463_784_911_164_114_369_90,
      6.657_904_643_501_103_777_20)
      / horner(
        r, 2.044_263_103_389_939_785_64e-15, 1.421_511_758_316_445_888_70e-7,
        1.846_318_317_510_054_681_80e-5, 7.868_691_311_456_132_591_00e-4,
        1.487_536_129_085_061_485_25e-2, 0.136_929_880_922_735_805_310,
        0.599_832_206_555_887_937_690, 1)
  }

  /// A polynomial from its coefficients, that of the highest power first.
  @inline(__always) private static func horner(
    _ r: Double, _ c7: Double, _ c6: Double, _ c5: Double, _ c4: Double, _ c3: Double,
    _ c2: Double, _ c1: Double, _ c0: Double
  ) -> Double {
    ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0
  }
}

extension Double {
  /// The number nearest to `decimal`, or the one beside it.
  init(approximating decimal: ExactDecimal) {
    // Ten to the 19 is exact in binary; two steps reach every scale.
    let first = min(decimal.scale, 19)
    var divisor = 1.0
    for _ in 0..<first { divisor *= 10 }
    self = Double(decimal.coefficient) / divisor
    divisor = 1
    for _ in first..<decimal.scale { divisor *= 10 }
    self /= divisor
  }
}
