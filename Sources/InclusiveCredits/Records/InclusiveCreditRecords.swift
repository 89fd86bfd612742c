// SPDX-License-Identifier: Apache-2.0
public import LedgerCore

/// The records of inclusive credits.
public enum InclusiveCreditRecords {
  /// Their shapes, in order of their types.
  public static let shapes: [RecordDescription] = [
    MethodologyFilingRecord.shape, MethodologyStatusRecord.shape, SchemeRecord.shape,
    ScenarioRecord.shape, ScenarioChangeRecord.shape, AuthorisationRecord.shape,
    WithdrawalRecord.shape, ActivityBatchRecord.shape, ActivityRemovalRecord.shape,
    VerificationRecord.shape, CreditIssueRecord.shape, PherTransferRecord.shape,
    OfferRecord.shape, AcceptanceRecord.shape, DeclineRecord.shape,
    PherRetirementRecord.shape, ObligationRecord.shape, CreditReversalRecord.shape,
    PointsSpendRecord.shape, PersonalPoolRecord.shape, PersonalRetirementRecord.shape,
    ClaimRegistrationRecord.shape,
  ]
}
