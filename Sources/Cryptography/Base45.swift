// SPDX-License-Identifier: Apache-2.0

/// Base45 (RFC 9285): bytes in the 45 characters of the alphanumeric mode of QR codes.
///
/// Two bytes become three characters, which the mode writes in 16.5 bits; base64 would take 21.3.
public enum Base45 {
  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

  /// The bytes as text (RFC 9285 §4.1).
  public static func encode(_ bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity((bytes.count * 3 + 1) / 2)
    for start in stride(from: 0, to: bytes.count, by: 2) {
      let isPair = start + 1 < bytes.count
      var value = Int(bytes[start])
      if isPair { value = value << 8 | Int(bytes[start + 1]) }
      for _ in 0..<(isPair ? 3 : 2) {
        characters.append(alphabet[value % 45])
        value /= 45
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The bytes of `text`; nil unless `text` is exactly what `encode` gives for them (§4.2).
  public static func decode(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count % 3 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 3 * 2 + 1)
    for start in stride(from: 0, to: characters.count, by: 3) {
      let end = min(start + 3, characters.count)
      var value = 0
      for character in characters[start..<end].reversed() {
        guard let digit = alphabet.firstIndex(of: character) else { return nil }
        value = value * 45 + digit
      }
      let isPair = end - start == 3
      guard value <= (isPair ? 0xFFFF : 0xFF) else { return nil }
      if isPair { bytes.append(UInt8(value >> 8)) }
      bytes.append(UInt8(value & 0xFF))
    }
    return bytes
  }
}
