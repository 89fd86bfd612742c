// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine
public import Quantities

/// What an authority sets when it files a methodology: `name=value[@choice][/from..through]`.
public struct ParameterAssignment: Sendable, Equatable {
  /// The parameter, its choice and its value.
  public let setting: Methodology.ParameterSetting
  /// The first event date; `nil` from the beginning.
  public let from: CalendarDate?
  /// The last event date; `nil` for no end.
  public let through: CalendarDate?

  /// Reads an assignment, for instance `grid_factor=0.5703@east/2024-01-01..2024-12-31`.
  public init(text: String) throws(ServiceError) {
    guard let equals = text.firstIndex(of: "=" as Character) else {
      throw Self.malformed(text)
    }
    let name = String(text[..<equals])
    var rest = text[text.index(after: equals)...]
    var dates: Substring?
    if let slash = rest.lastIndex(of: "/" as Character) {
      dates = rest[rest.index(after: slash)...]
      rest = rest[..<slash]
    }
    var choice: String?
    if let at = rest.firstIndex(of: "@" as Character) {
      choice = String(rest[rest.index(after: at)...])
      rest = rest[..<at]
    }
    guard !name.isEmpty, choice?.isEmpty != true else { throw Self.malformed(text) }
    do throws(QuantityError) {
      setting = Methodology.ParameterSetting(
        name: name, choice: choice, value: try ExactDecimal(text: String(rest)))
    } catch {
      throw .invalid(
        BilingualText("--set \(text):\(error)", "--set \(text): \(error)"))
    }
    (from, through) = try Self.interval(dates, text)
  }

  private static func interval(
    _ dates: Substring?, _ text: String
  ) throws(ServiceError) -> (CalendarDate?, CalendarDate?) {
    guard let dates else { return (nil, nil) }
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
        "--set \(text):须为 名称=数值[@选项][/起始日..终止日],例如 "
          + "grid_factor=0.5703/2024-01-01..2024-12-31。",
        "--set \(text): give name=value[@choice][/from..through], for instance "
          + "grid_factor=0.5703/2024-01-01..2024-12-31."))
  }
}
