// SPDX-License-Identifier: Apache-2.0
import Quantities

/// A checked model as numbers: activities with flows between them, and what processes emit.
///
/// A process that allocates is one activity for each output that has a weight. They all have the
/// same lines; each needs its share of the runs, weight over the sum of weights.
struct ProductSystem: Sendable {
  /// One output of a process that has burdens of its own.
  struct Activity: Sendable {
    /// The index of the process in the model.
    var process: Int
    /// 0 for the main output, i + 1 for co-product i.
    var output: Int
    /// The number of the output's unit in the unit table.
    var unit: Int
    /// How much of it a run makes, in that unit.
    var amount: DecimalInterval
    /// Its weight; one where nothing is allocated.
    var weight: DecimalInterval
    /// The sum of the weights of the process; one where nothing is allocated.
    var weights: DecimalInterval

    /// What a demand is divided by, after it is multiplied by the weight, to give the runs whose
    /// burdens the activity takes.
    var divisor: DecimalInterval { amount * weights }
  }

  /// What a run of a process takes from an activity.
  struct Flow: Sendable {
    /// The index of the activity.
    var target: Int
    /// The line: its index, or -1 - i for the credit of co-product i.
    var line: Int
    /// How much, in the unit of the activity; below zero for a credit.
    var amount: DecimalInterval
  }

  /// What a run of a process emits through one line, in one category.
  struct Emission: Sendable {
    /// The line: its index, or -1 - i for the credit of co-product i.
    var line: Int
    /// The category.
    var category: EmissionCategory
    /// Kilograms of CO2 equivalent; below zero for removals and credits.
    var kilograms: DecimalInterval
    /// How much of the line's first measure it comes from, in that measure's unit.
    var activity: DecimalInterval
    /// What the amount comes through.
    var origin: Origin
  }

  /// What an emission is computed with.
  enum Origin: Sendable {
    /// Factors, by their index; `carbon` when they give carbon, which burns to CO2.
    case factors([Int], carbon: Bool)
    /// A factor of electricity, by its index, and how many kWh of a run it stands for.
    case electricity(Int, kilowattHours: DecimalInterval, isCertified: Bool)
    /// An upstream footprint, by its index, and how many of its units.
    case footprint(Int, units: DecimalInterval)
  }

  /// The activities, in the order of the model.
  var activities: [Activity] = []
  /// The flows, by process in the order of the model.
  var flows: [Flow] = []
  /// Where the flows of each process start, and at last their number.
  var flowStarts: [Int] = [0]
  /// The emissions, by process in the order of the model.
  var emissions: [Emission] = []
  /// Where the emissions of each process start, and at last their number.
  var emissionStarts: [Int] = [0]
  /// The activity of the product.
  var product = 0
  /// How much of the product is asked for, in the unit of its activity.
  var demand = DecimalInterval.zero
  /// The factors used.
  var factors: [EmissionFactor] = []
  /// The footprints used.
  var footprints: [UpstreamFootprint] = []
  /// Whether some co-product takes the place of something.
  var hasCredits = false

  /// The indices of the flows of a process.
  func flows(of process: Int) -> Range<Int> { flowStarts[process]..<flowStarts[process + 1] }
  /// The indices of the emissions of a process.
  func emissions(of process: Int) -> Range<Int> {
    emissionStarts[process]..<emissionStarts[process + 1]
  }
}
