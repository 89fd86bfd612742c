// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import GreenCertificates
import InclusiveCredits
public import LedgerCore
import ProductFootprints

/// The mechanisms of this software, one line each.
public enum Mechanisms {
  /// All mechanisms, in the order in which their parameters are numbered; append only.
  public static let all: [any Mechanism.Type] = [
    GreenCertificates.self,
    ExternalCredits.self,
    InclusiveCredits.self,
    ProductFootprints.self,
  ]
}
