// SPDX-License-Identifier: Apache-2.0
import Quantities

/// What the unit of a factor may measure, by the part the factor plays.
enum UnitShape {
  /// A plain number.
  case number
  /// Energy in a mass, volume or mass of standard coal.
  case energyPerMass, energyPerVolume, energyPerStandardCoal
  /// Carbon in energy, a mass or a volume.
  case carbonPerEnergy, carbonPerMass, carbonPerVolume
  /// Greenhouse gas per energy, mass, or anything else.
  case gasPerEnergy, gasPerMass, gasPer
  /// Standard coal per anything but standard coal.
  case standardCoalPer

  /// A unit of the shape.
  var example: String {
    switch self {
    case .number: "1"
    case .energyPerMass: "GJ/t"
    case .energyPerVolume: "GJ/万Nm3"
    case .energyPerStandardCoal: "kJ/kgce"
    case .carbonPerEnergy: "tC/GJ"
    case .carbonPerMass: "tC/t"
    case .carbonPerVolume: "tC/万Nm3"
    case .gasPerEnergy: "kgCO2e/kWh"
    case .gasPerMass: "kgCO2e/kg"
    case .gasPer: "kgCO2e/piece"
    case .standardCoalPer: "kgce/kWh"
    }
  }

  /// Whether a unit of `dimension` has the shape.
  func fits(_ dimension: PhysicalDimension) -> Bool {
    switch self {
    case .gasPer: dimension[.greenhouseGas] == 1
    case .standardCoalPer: dimension[.standardCoal] == 1 && !isBare(dimension)
    default: (try? CompoundUnit(text: example))?.dimension == dimension
    }
  }

  /// Whether the dimension is standard coal itself: a quantity, not a coefficient.
  private func isBare(_ dimension: PhysicalDimension) -> Bool {
    dimension == PhysicalDimension(.standardCoal)
  }
}
