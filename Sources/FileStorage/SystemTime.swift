// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The machine's wall clock.
public enum SystemTime {
  /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds aside.
  public static func milliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
