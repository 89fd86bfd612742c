// SPDX-License-Identifier: Apache-2.0
public import LedgerVerification
import Mechanisms

/// The verification module, with the mechanisms of this software.
public enum LedgerAudit {
  /// Verifies every byte of the ledger or published directory at `path`.
  public static func verify(_ path: String) async throws -> VerificationReport {
    preconditionFailure("glue")
  }
}
