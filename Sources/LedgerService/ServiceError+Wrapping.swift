// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Quantities
import StateStorage
import TransparencyLog

extension ServiceError {
  /// Wraps whatever the layers below throw; each of them has a closed set of errors.
  init(anything error: any Error) {
    switch error {
    case let error as ServiceError: self = error
    case let error as StorageError: self = .storage(error)
    case .full(let path) as StateStorageError: self = .storage(.full(path: path))
    case .failed(let operation, let path, let code, let reason) as StateStorageError:
      self = .storage(
        .failed(operation: operation, path: path, code: code, reason: reason))
    case let error as SubmissionError: self = ServiceError(error)
    case let error as Rejection: self = .rejected(error)
    case .deviceFailed(let chinese, let english) as CryptographyError:
      self = .invalid(BilingualText(chinese: chinese, english: english))
    case let error as TransparencyLogError:
      self = .unsound(BilingualText("\(error)", "\(error)"))
    default:
      let text = "\(error)"
      self = .invalid(BilingualText(chinese: text, english: text))
    }
  }
}
