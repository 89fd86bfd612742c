// SPDX-License-Identifier: Apache-2.0

/// What may become of a file on a disk that does not keep what it was given.
enum RandomDamage: CaseIterable {
  case flips, zeroed, duplicated, swapped, stale, truncated, extended, scattered

  private static let blockSize = 4_096

  /// The bytes of a file after damage of a random kind; `earlier` is what the file was before.
  static func apply(
    to bytes: [UInt8], earlier: [UInt8], _ random: inout SplitMix64
  ) -> (kind: RandomDamage, bytes: [UInt8]) {
    let kind = allCases.randomElement(using: &random) ?? .flips
    var damaged = bytes
    let blocks = max(1, bytes.count / blockSize)
    let a = Int.random(in: 0..<blocks, using: &random) * blockSize
    let b = Int.random(in: 0..<blocks, using: &random) * blockSize
    func block(_ source: [UInt8], _ start: Int) -> [UInt8] {
      let part = source[min(start, source.count)..<min(start + blockSize, source.count)]
      return part + [UInt8](repeating: 0, count: blockSize - part.count)
    }
    func put(_ content: [UInt8], _ start: Int) {
      let end = min(start + blockSize, damaged.count)
      damaged.replaceSubrange(start..<end, with: content[..<(end - start)])
    }
    switch kind {
    case .flips:
      let place = Int.random(in: 0..<bytes.count, using: &random)
      for offset in 0..<Int.random(in: 1...64, using: &random) where place + offset < bytes.count {
        damaged[place + offset] ^= UInt8.random(in: 1...255, using: &random)
      }
    case .scattered:
      for _ in 0..<Int.random(in: 1...64, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
    case .zeroed: put([UInt8](repeating: 0, count: blockSize), a)
    case .duplicated: put(block(bytes, a), b)
    case .swapped:
      put(block(bytes, a), b)
      put(block(bytes, b), a)
    case .stale: put(block(earlier, a), a)
    case .truncated: damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
    case .extended: damaged += random.bytes(Int.random(in: 1...9_000, using: &random))
    }
    return (kind, damaged)
  }
}
