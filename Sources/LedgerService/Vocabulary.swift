// SPDX-License-Identifier: Apache-2.0

// The use cases speak in the ledger's own terms: receipts, records, rows, findings. Whoever
// imports LedgerService can name them, so that a face depends on this module alone.
@_exported public import Cryptography
@_exported public import ExternalCredits
@_exported public import FootprintEngine
@_exported public import GreenCertificates
@_exported public import InclusiveCredits
@_exported public import LedgerCore
@_exported public import LedgerVerification
@_exported public import MethodologyEngine
@_exported public import ProductFootprints
@_exported public import Quantities
@_exported public import TransparencyLog

@_exported public import enum FileStorage.ProcessSurroundings
