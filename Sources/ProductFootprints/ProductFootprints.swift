// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore

/// Product carbon footprints: factors, declarations, verification, labels.
enum ProductFootprintsPlan {}
