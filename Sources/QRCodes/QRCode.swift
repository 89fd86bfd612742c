// SPDX-License-Identifier: Apache-2.0
import CQREncode
import Glibc

/// Why no QR code is made.
public enum QRCodeError: Error, Sendable, Hashable {
  /// The character at this place, counted from 0, is not one of the 45.
  case notAlphanumeric(position: Int)
  /// There are more characters than the largest code holds; or there is none.
  case length(Int, limit: Int)
  /// libqrencode failed; it says why by a number of the operating system.
  case failed(errno: Int32)
}

/// A QR code (ISO/IEC 18004) that holds one text in alphanumeric mode, made by libqrencode.
public struct QRCode: Sendable, Hashable {
  /// How much of a code may be unreadable.
  public enum Correction: Sendable, Hashable, CaseIterable {
    /// Level M: about 15 %.
    case medium
    /// Level L: about 7 %.
    case low

    /// The most characters the largest code, version 40, holds in alphanumeric mode (table 7).
    public var capacity: Int {
      switch self {
      case .medium: 3_391
      case .low: 4_296
      }
    }

    fileprivate var level: QRecLevel {
      switch self {
      case .medium: QR_ECLEVEL_M
      case .low: QR_ECLEVEL_L
      }
    }
  }

  /// How many light modules surround a code on each side (§6.3.8).
  public static let quietZone = 4

  /// The version, 1 to 40, which says how large the code is.
  public let version: Int
  /// Modules in a row, and rows: 17 + 4 · version, without the quiet zone.
  public let width: Int
  private let modules: [Bool]

  /// Makes the smallest code for `text`, of digits, capital letters, space and `$%*+-./:`.
  public init(alphanumeric text: String, _ correction: Correction) throws(QRCodeError) {
    let bytes = Array(text.utf8)
    guard (1...correction.capacity).contains(bytes.count) else {
      throw .length(bytes.count, limit: correction.capacity)
    }
    if let position = bytes.firstIndex(where: { !Self.isAlphanumeric($0) }) {
      throw .notAlphanumeric(position: position)
    }
    guard let input = unsafe QRinput_new2(0, correction.level) else { throw Self.failure }
    defer { unsafe QRinput_free(input) }
    let appended = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe QRinput_append(input, QR_MODE_AN, Int32(buffer.count), buffer.baseAddress)
    }
    guard appended == 0, let code = unsafe QRcode_encodeInput(input) else { throw Self.failure }
    defer { unsafe QRcode_free(code) }
    version = Int(unsafe code.pointee.version)
    width = Int(unsafe code.pointee.width)
    // The lowest bit of each byte is set for a dark module; the others say what it is for.
    let data = unsafe UnsafeBufferPointer(start: code.pointee.data, count: width * width)
    modules = unsafe data.map { $0 & 1 == 1 }
  }

  /// Whether the module is dark; outside of the code all are light.
  public subscript(row: Int, column: Int) -> Bool {
    guard (0..<width).contains(row), (0..<width).contains(column) else { return false }
    return modules[row * width + column]
  }

  private static var failure: QRCodeError { .failed(errno: errno) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: " $%*+-./:".utf8.contains(byte)
    }
  }
}
