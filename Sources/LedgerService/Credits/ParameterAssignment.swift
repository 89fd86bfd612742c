// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine
public import Quantities

/// What an authority sets when it files a methodology: `name[choice]=value[/from..through]`.
public struct ParameterAssignment: Sendable, Equatable {
  /// The parameter, its choice and its value.
  public let setting: Methodology.ParameterSetting
  /// The first event date; `nil` from the beginning.
  public let from: CalendarDate?
  /// The last event date; `nil` for no end.
  public let through: CalendarDate?

  /// Reads an assignment, for instance `grid_factor[east]=0.5703/2024-01-01..2024-12-31`.
  public init(text: String) throws(ServiceError) {
    guard let slash = text.lastIndex(of: "/" as Character) else {
      setting = try Methodology.ParameterSetting(text: text)
      (from, through) = (nil, nil)
      return
    }
    setting = try Methodology.ParameterSetting(text: String(text[..<slash]))
    (from, through) = try Self.interval(text[text.index(after: slash)...], text)
  }

  private static func interval(
    _ dates: Substring, _ text: String
  ) throws(ServiceError) -> (CalendarDate?, CalendarDate?) {
    guard let dots = dates.firstRange(of: "..") else { throw malformed(text) }
    func date(_ part: Substring) throws(ServiceError) -> CalendarDate? {
      if part.isEmpty { return nil }
      do throws(QuantityError) {
        return try CalendarDate(text: String(part))
      } catch {
        throw .invalid(
          BilingualText("--set \(text):\(error)", "--set \(text): \(error)"))
      }
    }
    return (try date(dates[..<dots.lowerBound]), try date(dates[dots.upperBound...]))
  }

  private static func malformed(_ text: String) -> ServiceError {
    .invalid(
      BilingualText(
        "--set \(text):须为 名称[选项]=数值[/起始日..终止日],例如 "
          + "grid_factor=0.5703/2024-01-01..2024-12-31。",
        "--set \(text): give name[choice]=value[/from..through], for instance "
          + "grid_factor=0.5703/2024-01-01..2024-12-31."))
  }
}
