// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits

/// Milligrams of CO₂ equivalent as people read them.
public enum CreditAmount {
  /// Grams, exactly and without needless zeros: `234567.8`.
  public static func grams(_ milligrams: Int64) -> String { decimal(milligrams, places: 3) }

  /// Tonnes, exactly and without needless zeros: `1.2345678`.
  public static func tonnes(_ milligrams: Int64) -> String { decimal(milligrams, places: 9) }

  private static func decimal(_ value: Int64, places: Int) -> String {
    var digits = String(value.magnitude)
    if digits.utf8.count <= places {
      digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
    }
    let whole = digits.dropLast(places)
    var fraction = digits.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 ? "-" : ""
    return fraction.isEmpty ? sign + whole : "\(sign)\(whole).\(fraction)"
  }
}
