// SPDX-License-Identifier: Apache-2.0

extension UnitFault {
  /// What is wrong with the unit, as a sentence.
  package var message: BilingualText {
    switch reason {
    case .unknownSymbol(let name):
      BilingualText(
        "没有单位“\(name)”;单位如 kWh、gCO2e、person·km、kgCO2e/kWh。",
        "There is no unit “\(name)”; units are such as kWh, gCO2e, person·km, kgCO2e/kWh.")
    case .malformed:
      BilingualText(
        "单位写法不对;写作 g/(person·km) 之类。",
        "This is no unit; write it like g/(person·km).")
    case .ambiguous:
      BilingualText(
        "除号之后的乘积要放进括号:g/(person·km)。",
        "Put a product behind / in parentheses: g/(person·km).")
    case .tooLarge:
      BilingualText("单位的幂太大。", "The powers of the unit are too large.")
    }
  }
}
