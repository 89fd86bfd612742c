// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing

/// Keys that something outside of the process keeps, and what it may get wrong.
@Suite struct SigningDeviceTests {
  enum Behaviour: CaseIterable, Sendable {
    case nothing, zeroes, anotherKey, anotherMessage, tooLong, gone
  }

  private struct Device: SigningDevice {
    static let gone = CryptographyError.deviceFailed(chinese: "令牌已拔出。", english: "It is gone.")

    let key: SigningKey
    var behaviour: Behaviour?

    func signature(for message: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
      switch behaviour {
      case nil: return try key.signature(for: message)
      case .nothing: return []
      case .zeroes: return [UInt8](repeating: 0, count: 64)
      case .anotherKey: return try SigningKey.generate(key.algorithm).signature(for: message)
      case .anotherMessage: return try key.signature(for: [9])
      case .tooLong: return try key.signature(for: message) + [0]
      case .gone: throw Self.gone
      }
    }
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func `a device signs for its key`(algorithm: SignatureAlgorithm) throws {
    let inside = try SigningKey.generate(algorithm)
    let key = SigningKey(device: Device(key: inside), verifyingKey: inside.verifyingKey)
    let signature = try key.signature(for: [1, 2, 3])
    #expect(inside.verifyingKey.isValidSignature(signature, for: [1, 2, 3]))
    #expect(key.algorithm == algorithm)
    #expect(throws: CryptographyError.self) { try key.pem(passphrase: nil) }
  }

  @Test(arguments: SignatureAlgorithm.allCases, Behaviour.allCases)
  func `what a device signs is verified before it is used`(
    algorithm: SignatureAlgorithm, behaviour: Behaviour
  ) throws {
    let inside = try SigningKey.generate(algorithm)
    let device = Device(key: inside, behaviour: behaviour)
    let key = SigningKey(device: device, verifyingKey: inside.verifyingKey)
    #expect(throws: behaviour == .gone ? Device.gone : .deviceMismatch) {
      try key.signature(for: [1, 2, 3])
    }
  }
}
