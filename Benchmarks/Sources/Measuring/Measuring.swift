// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Median and spread of interleaved rounds: this kind of machine drifts, so only ratios hold.
public struct Spread: CustomStringConvertible {
  public let values: [Double]
  public let unit: String

  public init(values: [Double], unit: String) {
    self.values = values
    self.unit = unit
  }

  public var median: Double { values.sorted()[values.count / 2] }

  public var description: String {
    let sorted = values.sorted()
    return "\(Self.text(median)) \(unit) "
      + "[\(Self.text(sorted[0])) – \(Self.text(sorted[sorted.count - 1]))]"
  }

  public static func text(_ value: Double) -> String {
    if value >= 10_000 { return "\(Int(value / 1_000)) k" }
    return String(format: value >= 100 ? "%.0f" : "%.3f", value)
  }
}

/// Runs `body` and returns the seconds it took.
public func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try await body()
  let elapsed = clock.now - start
  return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
}

/// The bytes of all files below `path` as the disk counts them.
public func diskUsage(_ path: String) -> UInt64 {
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

/// What this process holds in memory.
public func residentMegabytes() -> Int { megabytes("VmRSS:") }

/// The most this process has held in memory.
public func peakMegabytes() -> Int { megabytes("VmHWM:") }

private func megabytes(_ name: String) -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  for line in status.split(separator: "\n") where line.hasPrefix(name) {
    return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0) / 1_024
  }
  return 0
}

/// Repeatable pseudo-random numbers.
public struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  public init(state: UInt64) { self.state = state }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
