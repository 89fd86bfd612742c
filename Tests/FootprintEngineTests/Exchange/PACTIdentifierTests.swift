// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Testing

@Suite struct PACTIdentifierTests {
  @Test(arguments: ["96385074", "036000291452", "4006381333931", "10614141000415"])
  func `a GTIN has one right check digit`(text: String) {
    let body = text.dropLast()
    let right = (0...9).filter { PACTIdentifier.isGTIN("\(body)\($0)") }
    #expect(right.map { "\(body)\($0)" } == [text])
  }

  @Test(arguments: ["7732-18-5", "58-08-2", "7439-89-6", "13463-67-7", "1310-58-3"])
  func `a CAS number has one right check digit`(text: String) {
    let body = text.dropLast()
    let right = (0...9).filter { PACTIdentifier.isCAS("\(body)\($0)") }
    #expect(right.map { "\(body)\($0)" } == [text])
  }

  @Test(arguments: ["", "1-2", "773-218-5", "7732-18-55", "a732-18-5", "1-23-4", "7732185"])
  func `what has not the form of a CAS number is none`(text: String) {
    #expect(!PACTIdentifier.isCAS(text))
    #expect(!PACTIdentifier.isGTIN(text))
  }

  @Test(arguments: [
    "urn:gtin:4712345060507", "URN:ISBN:978-951-0-18435-6", "urn:epc:id:sgln:562958.00000.4",
    "urn:pact:inchi-trust.org:substance-id:1S,/2O.Ti", "urn:iso:std:iso:4217",
    "urn:pact:catalog.company.com:category-id:550010", "urn:x-1:%E9%92%A2",
  ])
  func `a URN of RFC 8141 is one`(text: String) {
    #expect(PACTIdentifier.isURN(text))
  }

  @Test(arguments: [
    "", "urn", "urn:", "urn:x:y", "urn:-ab:y", "urn:ab-:y", "urn:ab:", "urn:ab:钢", "url:ab:c",
    "urn:a_b:c", "urn:ab:/c", "urn:ab:c d",
  ])
  func `what RFC 8141 does not allow is no URN`(text: String) {
    #expect(!PACTIdentifier.isURN(text))
  }
}
