// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities
import Testing

@Suite struct PictureGoldenTests {
  private static let folder = "Tests/Fixtures/FootprintPictures"

  @Test(arguments: Language.allCases)
  func `the small report is as committed`(language: Language) throws {
    try CommittedFile("\(Self.folder)/small-\(language.rawValue).html").expect(
      FootprintReport(PictureFixture.small, in: language).html)
  }

  @Test(arguments: Language.allCases)
  func `the large report is as committed`(language: Language) throws {
    try CommittedFile("\(Self.folder)/large-\(language.rawValue).html").expect(
      FootprintReport(PictureFixture.large, in: language).html)
  }
}
