// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The rule parameters of the ledger itself.
///
/// Unlike those of mechanisms they get a row of the state only when one is set first. A ledger
/// that sets none has the state, and the commitments to it, that it had before they existed; and
/// its admission sees from the number of rows that there is nothing to ask.
public enum LedgerParameters {
  /// The roles of which a certified key can be demanded.
  ///
  /// Not the authority, which accepts the
  /// anchors itself and could lock itself out; not persons and external accounts, which no
  /// certificate can name.
  public static let certifiedRoles: [Role] = [
    .registry, .verifier, .enterprise, .operatorOfScheme, .bank, .platform,
  ]

  /// All of them.
  public static let all: [ParameterDescription] = certifiedRoles.map { role in
    ParameterDescription(
      name(of: role), unit: "0 or 1", range: 0...1,
      meaning: BilingualText(
        "1 为身份 \(role.name) 的参与方须以有证书证明的密钥签署(LED-129);按登记日取值。",
        "1: participants with role \(role.name) sign with a certified key (LED-129); looked up "
          + "on the day of registration."))
  }

  static func name(of role: Role) -> String { "certified.\(role.name)" }
}
