// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import InclusiveCredits
import LedgerCore
import ProductFootprints
import Quantities

extension StateRegister {
  /// The section of the state.
  var section: UInt8 {
    switch self {
    case .participants: SectionCode.participants
    case .assets: SectionCode.assets
    case .series: SectionCode.series
    case .parameters: SectionCode.parameters
    case .claims: SectionCode.claims
    case .projects: GreenCertificates.Section.projects
    case .settlements: GreenCertificates.Section.settlements
    case .methodologies: InclusiveCredits.Section.methodologies
    case .schemes: InclusiveCredits.Section.schemes
    case .scenarios: InclusiveCredits.Section.scenarios
    case .factors: ProductFootprints.Section.factors
    case .footprints: ProductFootprints.Section.footprints
    case .labels: ProductFootprints.Section.labels
    }
  }

  /// What people call it.
  var name: BilingualText {
    switch self {
    case .participants: BilingualText("参与方", "participant")
    case .assets: BilingualText("资产类别", "asset class")
    case .series: BilingualText("号段", "series")
    case .parameters: BilingualText("规则参数", "rule parameter")
    case .claims: BilingualText("权益主张", "claim")
    case .projects: BilingualText("项目", "project")
    case .settlements: BilingualText("结算", "settlement")
    case .methodologies: BilingualText("备案方法学", "filed methodology")
    case .schemes: BilingualText("碳普惠机制", "scheme")
    case .scenarios: BilingualText("场景", "scenario")
    case .factors: BilingualText("因子", "factor")
    case .footprints: BilingualText("产品碳足迹", "footprint")
    case .labels: BilingualText("碳标识", "label")
    }
  }
}
