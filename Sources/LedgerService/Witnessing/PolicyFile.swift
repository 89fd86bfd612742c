// SPDX-License-Identifier: Apache-2.0
import Quantities
public import TransparencyLog

/// Files that say which witnesses must have cosigned (C2SP tlog-policy).
public enum PolicyFile {
  /// Reads the policy in the file at `path`.
  public static func read(_ path: String) throws(ServiceError) -> WitnessPolicy {
    let bytes = try LocalFile.read(path)
    do {
      return try WitnessPolicy(parsing: bytes)
    } catch {
      throw .invalid(BilingualText("\(path):\(error)", "\(path): \(error)"))
    }
  }
}
