// SPDX-License-Identifier: Apache-2.0

/// The code of one green electricity certificate: 32 digits and capital letters.
///
/// The first 17 are the filing code (建档立卡) of the project, the last 15 name the certificate.
/// The official widths of the fields inside each part are not published, so both are opaque
/// here; ``CertificateCodeLayout`` holds what this ledger itself composes.
public struct CertificateCode: Hashable, Comparable, Sendable {
  /// The filing code of the project, the first 17 characters.
  public let project: ProjectCode

  /// The last 15 characters.
  public let certificatePart: String

  /// Reads a code; lower case, full-width forms and surrounding white space are put right.
  ///
  /// - Throws: ``QuantityError/wrongLength(_:expected:found:)`` or
  ///   ``QuantityError/wrongCharacter(_:character:offset:)``.
  public init(text: String) throws(QuantityError) {
    let normal = try alphanumericCode(text, length: 32, subject: .certificateCode)
    project = ProjectCode(checked: String(normal.prefix(17)))
    certificatePart = String(normal.suffix(15))
  }

  init(project: ProjectCode, checkedCertificatePart: String) {
    precondition(checkedCertificatePart.utf8.count == 15, "a certificate part has 15 characters")
    self.project = project
    certificatePart = checkedCertificatePart
  }

  /// The first 17 characters.
  public var projectPart: String { project.text }

  /// All 32 characters.
  public var text: String { project.text + certificatePart }

  /// Whether the left code comes first in the order of its characters.
  public static func < (left: CertificateCode, right: CertificateCode) -> Bool {
    (left.project.text, left.certificatePart) < (right.project.text, right.certificatePart)
  }
}

extension CertificateCode: CustomStringConvertible {
  /// All 32 characters.
  public var description: String { text }
}

/// The filing code (建档立卡) of a renewable power project: 17 digits and capital letters.
public struct ProjectCode: Hashable, Comparable, Sendable {
  /// The seventeen characters, in capitals.
  public let text: String

  /// Reads a code; lower case, full-width forms and surrounding white space are put right.
  public init(text: String) throws(QuantityError) {
    self.text = try alphanumericCode(text, length: 17, subject: .projectCode)
  }

  init(checked text: String) {
    self.text = text
  }

  /// Whether the left code comes first in the order of its characters.
  public static func < (left: ProjectCode, right: ProjectCode) -> Bool {
    left.text < right.text
  }
}

extension ProjectCode: CustomStringConvertible {
  /// The seventeen characters.
  public var description: String { text }
}

func alphanumericCode(
  _ text: String, length: Int, subject: QuantityError.Subject
) throws(QuantityError) -> String {
  let normal = TextNormalization.normalized(text).uppercased()
  guard normal.count == length else {
    throw .wrongLength(subject, expected: length, found: normal.count)
  }
  for (offset, character) in normal.enumerated() {
    guard let byte = character.asciiValue, alphanumericValue(byte) != nil else {
      throw .wrongCharacter(subject, character: character, offset: offset)
    }
  }
  return normal
}
