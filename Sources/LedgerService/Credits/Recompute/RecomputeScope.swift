// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import Quantities

/// Which scenarios and months are recomputed.
struct RecomputeScope: Sendable {
  /// What the user called the scenario; all when `nil`.
  private let scenario: String?
  /// The last month looked at; all when `nil`.
  private let month: CalendarMonth?
  /// The scenarios meant, as far as they have been approved.
  private var numbers: Set<UInt32> = []

  init(scenario: String?, month: CalendarMonth?) {
    self.scenario = scenario
    self.month = month
  }

  /// Whether no scenario is meant.
  var isEmpty: Bool { numbers.isEmpty }

  /// Takes note of a scenario; a code without its scheme means every scheme's.
  mutating func admit(_ number: UInt32, _ scene: RecomputeBook.Scene) {
    guard let scenario else {
      numbers.insert(number)
      return
    }
    if scene.code == scenario || scene.approval.code == scenario
      || NumberedCode.number(scenario) == number
    {
      numbers.insert(number)
    }
  }

  func includes(_ scenario: UInt32) -> Bool { numbers.contains(scenario) }

  /// Earlier months are included: persons' grams build on what was below a gram before.
  func includes(_ scenario: UInt32, _ month: CalendarMonth) -> Bool {
    includes(scenario) && self.month.map { month <= $0 } ?? true
  }
}
