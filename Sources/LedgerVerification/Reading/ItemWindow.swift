// SPDX-License-Identifier: Apache-2.0

/// Reads items of equal length from a file in ascending order, a window at a time.
struct ItemWindow {
  let file: ReadOnlyFile
  private let length: Int
  private(set) var bytes: [UInt8] = []
  private var first: UInt64 = 0

  init(_ file: ReadOnlyFile, itemLength: Int) {
    self.file = file
    length = itemLength
  }

  /// The offset in ``bytes`` of item `number`; `nil` when the file ends before its end.
  mutating func locate(_ number: UInt64) throws(VerificationError) -> Int? {
    let loaded = UInt64(bytes.count / length)
    if number >= first, number < first + loaded { return Int(number - first) * length }
    bytes = try file.read(length << 12, at: number * UInt64(length))
    first = number
    return bytes.count < length ? nil : 0
  }
}
