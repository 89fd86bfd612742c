// SPDX-License-Identifier: Apache-2.0
import FileStorage
public import Quantities

/// The machine's clock.
public enum SystemClock {
  /// The time now.
  public static func now() -> Timestamp { Timestamp(milliseconds: SystemTime.milliseconds()) }
}
