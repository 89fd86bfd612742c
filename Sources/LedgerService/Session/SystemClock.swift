// SPDX-License-Identifier: Apache-2.0
import Glibc
public import Quantities

/// The machine's clock.
public enum SystemClock {
  /// The time now.
  public static func now() -> Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
