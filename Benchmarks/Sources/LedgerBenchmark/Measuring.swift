// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Median and spread of interleaved rounds: this kind of machine drifts, so only ratios hold.
struct Spread: CustomStringConvertible {
  let values: [Double]
  let unit: String

  var median: Double { values.sorted()[values.count / 2] }

  var description: String {
    let sorted = values.sorted()
    return "\(Self.text(median)) \(unit) "
      + "[\(Self.text(sorted[0])) – \(Self.text(sorted[sorted.count - 1]))]"
  }

  static func text(_ value: Double) -> String {
    if value >= 10_000 { return "\(Int(value / 1_000)) k" }
    return String(format: value >= 100 ? "%.0f" : "%.3f", value)
  }
}

/// Runs `body` and returns the seconds it took.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try await body()
  let elapsed = clock.now - start
  return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
}

/// The bytes of all files below `path` as the disk counts them.
func diskUsage(_ path: String) -> UInt64 {
  let files = FileManager.default.enumerator(atPath: path)
  var total: UInt64 = 0
  while let name = files?.nextObject() as? String {
    var info = stat()
    if lstat(path + "/" + name, &info) == 0, info.st_mode & S_IFMT == S_IFREG {
      total += UInt64(info.st_blocks) * 512
    }
  }
  return total
}

func residentMegabytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
    return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0) / 1_024
  }
  return 0
}
