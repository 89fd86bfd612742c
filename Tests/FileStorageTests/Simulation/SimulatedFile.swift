// SPDX-License-Identifier: Apache-2.0

/// A file of a simulated disk: what reads see, what is durable, what each sector was in between.
struct SimulatedFile {
  static let sector = 512

  private(set) var contents: [UInt8] = []
  private var durable: [UInt8] = []
  private var versions: [Int: [[UInt8]]] = [:]
  private var sizes: [Int] = []

  /// Writes bytes; what lies between the end of the file and them becomes zero.
  mutating func write(_ bytes: ArraySlice<UInt8>, at start: Int) {
    guard !bytes.isEmpty else { return }
    let missing = max(0, start + bytes.count - contents.count)
    contents += [UInt8](repeating: 0, count: missing)
    contents.replaceSubrange(start..<(start + bytes.count), with: bytes)
    note((start / Self.sector)..<((start + bytes.count - 1) / Self.sector + 1))
  }

  /// Cuts the file, or fills it up with zeros.
  mutating func truncate(to size: Int) {
    let old = contents.count
    if size < old { contents.removeLast(old - size) }
    contents += [UInt8](repeating: 0, count: size - contents.count)
    note((min(size, old) / Self.sector)..<(max(size, old) / Self.sector + 1))
  }

  /// Everything written so far becomes durable.
  mutating func synchronize() {
    durable = contents
    forget()
  }

  /// What a kernel does after a failed write-back: the pages count as clean.
  mutating func forget() {
    versions = [:]
    sizes = []
  }

  /// Only what was synchronized is left.
  mutating func revert() {
    contents = durable
    forget()
  }

  /// Each sector is left as it was at some moment since it was synchronized.
  mutating func tear(_ random: inout SplitMix64) {
    let size = (sizes + [durable.count]).randomElement(using: &random) ?? durable.count
    var result = durable + [UInt8](repeating: 0, count: max(0, size - durable.count))
    result.removeLast(result.count - size)
    for (sector, versions) in versions.sorted(by: { $0.key < $1.key }) {
      let kept = Int.random(in: 0...versions.count, using: &random)
      guard kept > 0 else { continue }
      for (place, byte) in versions[kept - 1].enumerated() {
        let offset = sector * Self.sector + place
        if offset < result.count { result[offset] = byte }
      }
    }
    contents = result
    synchronize()
  }

  /// Changes what is on the disk, behind everybody's back.
  mutating func alter(_ change: (inout [UInt8]) -> Void) {
    change(&contents)
    synchronize()
  }

  private mutating func note(_ sectors: Range<Int>) {
    for sector in sectors { versions[sector, default: []].append(bytes(of: sector)) }
    sizes.append(contents.count)
  }

  private func bytes(of sector: Int) -> [UInt8] {
    let start = min(sector * Self.sector, contents.count)
    let end = min(start + Self.sector, contents.count)
    return contents[start..<end] + [UInt8](repeating: 0, count: Self.sector - (end - start))
  }
}
