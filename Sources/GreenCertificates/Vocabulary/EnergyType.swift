// SPDX-License-Identifier: Apache-2.0
import LedgerCore
public import Quantities

/// What a project makes electricity from (能源类型).
public enum EnergyType: UInt8, Sendable, Hashable, CaseIterable {
  /// Onshore wind (陆上风电).
  case wind = 0
  /// Offshore wind (海上风电).
  case offshoreWind = 1
  /// Photovoltaics (光伏).
  case solar = 2
  /// Concentrated solar power (光热).
  case solarThermal = 3
  /// Biomass (生物质).
  case biomass = 4
  /// Geothermal (地热).
  case geothermal = 5
  /// Waves, tides, currents (海洋能).
  case ocean = 6
  /// Conventional hydropower (常规水电).
  case hydro = 7
  /// Stand-alone storage (独立储能), which gets no certificates.
  case storage = 8

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = [
    "wind", "offshore-wind", "solar", "solar-thermal", "biomass", "geothermal", "ocean",
    "hydro", "storage",
  ]

  /// The name in both languages.
  public var name: BilingualText {
    switch self {
    case .wind: BilingualText("风电", "wind")
    case .offshoreWind: BilingualText("海上风电", "offshore wind")
    case .solar: BilingualText("光伏", "solar")
    case .solarThermal: BilingualText("光热", "solar thermal")
    case .biomass: BilingualText("生物质", "biomass")
    case .geothermal: BilingualText("地热", "geothermal")
    case .ocean: BilingualText("海洋能", "ocean")
    case .hydro: BilingualText("常规水电", "hydro")
    case .storage: BilingualText("独立储能", "storage")
    }
  }
}

/// How a project's electricity reaches its users (上网方式).
public enum Connection: UInt8, Sendable, Hashable, CaseIterable {
  /// Everything goes to the grid (全额上网).
  case gridFed = 0
  /// Used on the spot, what is left over goes to the grid (自发自用、余电上网).
  case selfUse = 1
  /// No connection to the public grid (离网).
  case offGrid = 2
  /// Generation and storage behind one connection (发储混合): both are metered separately.
  case hybrid = 3

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["grid-fed", "self-use", "off-grid", "hybrid"]

  /// Whether electricity of class `powerClass` can come from such a project.
  public func allows(_ powerClass: PowerClass) -> Bool {
    switch self {
    case .gridFed: powerClass == .feedIn
    case .selfUse: powerClass != .offGrid
    case .offGrid: powerClass == .offGrid
    case .hybrid: true
    }
  }
}
