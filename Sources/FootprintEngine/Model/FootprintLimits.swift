// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// How large a footprint model may be: every limit of what comes from outside, in one place.
public enum FootprintLimits {
  /// The canonical form, in bytes: a declaration carries it in one record.
  public static let canonicalBytes = 60_000
  /// A document with its comments, in bytes.
  public static let documentBytes = 2_000_000
  /// Keys, values and brackets of a document.
  public static let documentItems = 400_000
  /// One text for people, in UTF-8 bytes.
  public static let textBytes = 4_000
  /// A URN, a standard, a product rule, the code of a factor, a region, a site, in UTF-8 bytes.
  public static let codeBytes = 256
  /// An id of a process, co-product or line; a unit; in UTF-8 bytes.
  public static let nameBytes = 128
  /// The significant digits of a number.
  public static let digits = 30
  /// Processes.
  public static let processes = 2_000
  /// Inputs, emissions, transport legs and wastes of one process.
  public static let lines = 1_000
  /// What one process makes besides its output.
  public static let coProducts = 64
  /// The measures that are multiplied in one line.
  public static let measures = 8
  /// The factors that are multiplied in one line.
  public static let factors = 16
  /// The digests of evidence of one line.
  public static let evidence = 64
  /// The bytes of a digest.
  public static let digestBytes = 32
  /// URNs of the product, URNs of classifications, and the UUIDs of preceding footprints, each.
  public static let identifiers = 64
  /// Standards, and product rules.
  public static let standards = 32
  /// What was left out.
  public static let cutOffs = 64

  /// Whether a number has at most ``digits`` significant digits; zeros at its end do not count.
  public static func allows(_ number: ExactDecimal) -> Bool {
    number.normalized.coefficient.magnitude < largestCoefficient
  }

  private static let largestCoefficient = (0..<digits).reduce(UInt128(1)) { power, _ in power * 10 }
}
