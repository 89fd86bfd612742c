// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// The library's error queue: per thread, and it must be empty before anyone reads it.
enum LibraryErrors {
  /// Empties the queue and returns its oldest error as the reason `operation` failed.
  static func failure(_ operation: String) -> CryptographyError {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0, let text = unsafe ERR_reason_error_string(code) else {
      return .libraryFailure(operation: operation, reason: "no reason given")
    }
    return .libraryFailure(operation: operation, reason: unsafe String(cString: text))
  }

  /// Empties the queue.
  static func clear() {
    ERR_clear_error()
  }
}
