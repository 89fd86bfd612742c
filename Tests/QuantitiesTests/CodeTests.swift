// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@Suite struct SocialCreditCodeTests {
  @Test(arguments: ["91350100M000100Y43", "91110000600037341L", " ９1110000600037341l　"])
  func `valid codes are read`(text: String) throws {
    let code = try SocialCreditCode(text: text)
    #expect(["91350100M000100Y43", "91110000600037341L"].contains(code.text))
  }

  @Test func `the example of the standard with a wrong check is refused`() {
    // The standard's printed Z is not even in its alphabet; Y is in it and is wrong.
    #expect(throws: QuantityError.wrongCharacter(.socialCreditCode, character: "Z", offset: 17)) {
      try SocialCreditCode(text: "91350100M000100Y4Z")
    }
    #expect(
      throws: QuantityError.wrongCheckCharacter(.socialCreditCode, expected: "3", found: "Y")
    ) { try SocialCreditCode(text: "91350100M000100Y4Y") }
  }

  @Test func `length and characters are told apart`() {
    #expect(throws: QuantityError.wrongLength(.socialCreditCode, expected: 18, found: 17)) {
      try SocialCreditCode(text: "91350100M000100Y4")
    }
    #expect(throws: QuantityError.wrongCharacter(.socialCreditCode, character: "O", offset: 9)) {
      try SocialCreditCode(text: "91350100MO00100Y43")
    }
    #expect(throws: QuantityError.wrongCharacter(.socialCreditCode, character: "A", offset: 2)) {
      try SocialCreditCode(text: "91A50100M000100Y43")
    }
    // The Kelvin sign equals K as a character, yet is another byte sequence.
    #expect(throws: QuantityError.self) { try SocialCreditCode(text: "9135010\u{212A}M000100Y43") }
  }

  @Test func `every wrong single character is caught`() throws {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    for text in ["91350100M000100Y43", "91110000600037341L"] {
      for offset in 0..<18 {
        for character in alphabet {
          var changed = Array(text)
          if changed[offset] == character { continue }
          changed[offset] = character
          #expect(throws: QuantityError.self) { try SocialCreditCode(text: String(changed)) }
        }
      }
    }
  }

  @Test func `the place of registration is known`() throws {
    #expect(try SocialCreditCode(text: "91350100M000100Y43").province?.code == "CN-FJ")
  }
}

@Suite struct CertificateCodeTests {
  @Test func `composed codes say what was put in`() throws {
    var random = SplitMix64(seed: 32)
    let project = try ProjectCode(text: "ｇ3304pv2024000001")
    for layout in [
      CertificateCodeLayout.standard,
      CertificateCodeLayout(fields: [.tradeClass, .sequence, .month, .powerClass]),
    ] {
      for _ in 0..<500 {
        let contents = CertificateCodeLayout.Contents(
          month: CalendarMonth(monthsSinceEpoch: Int32.random(in: 0...1000, using: &random)),
          sequence: UInt32.random(in: 0...9_999_999, using: &random),
          powerClass: UInt8.random(in: 0..<36, using: &random),
          tradeClass: UInt8.random(in: 0..<36, using: &random))
        let code = try layout.compose(project: project, contents)
        #expect(code.text.count == 32 && code.projectPart == "G3304PV2024000001")
        #expect(try layout.parse(CertificateCode(text: code.text)) == contents)
      }
    }
  }

  @Test func `the standard layout is as documented`() throws {
    let code = try CertificateCodeLayout.standard.compose(
      project: ProjectCode(text: "12345678901234567"),
      CertificateCodeLayout.Contents(
        month: CalendarMonth(text: "2026-11"), sequence: 42, powerClass: 1, tradeClass: 10))
    #expect(code.text == "12345678901234567202611" + "0000042" + "1A")
  }

  @Test func `what a layout cannot hold is refused`() throws {
    let project = try ProjectCode(text: "12345678901234567")
    let month = try CalendarMonth(text: "2026-11")
    for (sequence, power) in [(UInt32(10_000_000), UInt8(0)), (1, 36)] {
      #expect(throws: QuantityError.self) {
        try CertificateCodeLayout.standard.compose(
          project: project,
          CertificateCodeLayout.Contents(
            month: month, sequence: sequence, powerClass: power, tradeClass: 0))
      }
    }
    let foreign = try CertificateCode(text: "12345678901234567" + "202613000004211")
    #expect(throws: QuantityError.outOfRange(.certificateCode, text: foreign.text)) {
      try CertificateCodeLayout.standard.parse(foreign)
    }
  }

  @Test func `length and characters are checked`() {
    #expect(throws: QuantityError.wrongLength(.certificateCode, expected: 32, found: 31)) {
      try CertificateCode(text: String(repeating: "1", count: 31))
    }
    #expect(throws: QuantityError.wrongCharacter(.projectCode, character: "-", offset: 16)) {
      try ProjectCode(text: "1234567890123456-")
    }
  }
}

@Suite struct NumberedCodeTests {
  @Test func `people write a number as its code or as digits, and nothing else`() {
    #expect(NumberedCode.number(NumberedCode.text("participant", 12)) == 12)
    #expect(NumberedCode.number("12") == 12)
    #expect(NumberedCode.number("P0000012-?") == nil)
    #expect(NumberedCode.number("twelve") == nil)
    #expect("\(coded: "participant", 1)" == "participant P0000001-0")
    #expect("\(coded: "scenario", 12)" == "scenario 12")
  }

  @Test func `the check agrees with a published code`() {
    // The Global Release Identifier A1-2425G-ABC1234002-M uses the same ISO 7064 system.
    #expect(NumberedCode.checkCharacter(for: "A12425GABC1234002") == "M")
  }

  @Test(arguments: [UInt32(0), 12, 9_999_999, 10_000_000, .max])
  func `codes round trip`(number: UInt32) throws {
    let code = NumberedCode(kind: "P", number: number)
    #expect(try NumberedCode(text: code.description) == code)
    #expect(try NumberedCode(text: " " + code.description.lowercased()) == code)
  }

  @Test func `every wrong single character is caught`() {
    for number in [UInt32(0), 12, 3_304_118, 4_294_967_295] {
      let text = Array(NumberedCode(kind: "P", number: number).description)
      for offset in text.indices {
        for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-" where character != text[offset] {
          var changed = text
          changed[offset] = character
          #expect(throws: QuantityError.self) { try NumberedCode(text: String(changed)) }
        }
      }
    }
  }

  @Test(arguments: ["P12-K", "P00000012-K", "0000012-K", "P0000012", "P4294967296-0", ""])
  func `other forms are refused`(text: String) {
    #expect(throws: QuantityError.self) { try NumberedCode(text: text) }
  }
}

@Suite struct PseudonymTests {
  @Test func `bytes and text round trip`() throws {
    let bytes = (0..<32).map { UInt8($0 * 8 + 5) }
    let pseudonym = try Pseudonym(bytes: bytes)
    #expect(pseudonym.bytes == bytes)
    #expect(try Pseudonym(text: pseudonym.text) == pseudonym)
    #expect(pseudonym.text.hasPrefix("050d151d"))
    #expect(try Pseudonym(text: pseudonym.text.uppercased()) == pseudonym)
    #expect(throws: QuantityError.wrongLength(.pseudonym, expected: 32, found: 31)) {
      try Pseudonym(bytes: bytes.dropLast())
    }
    #expect(throws: QuantityError.wrongCharacter(.pseudonym, character: "g", offset: 63)) {
      try Pseudonym(text: pseudonym.text.dropLast() + "g")
    }
  }
}

@Suite struct IdentityCardDetectorTests {
  @Test(arguments: ["11010519491231002X", " 11010519491231002x", "４40524188001010014"])
  func `identity numbers are recognised`(text: String) {
    #expect(IdentityCardDetector.looksLikeIdentityNumber(text))
    #expect(IdentityCardDetector.containsIdentityNumber(in: "身份证:\(text),备注"))
  }

  @Test(arguments: [
    "110105194912310021", "110105194913310020", "91350100M000100Y43", "11010519491231002", "",
    "12345678901234567202611000004211",
  ])
  func `other codes are not taken for one`(text: String) {
    #expect(!IdentityCardDetector.looksLikeIdentityNumber(text))
    #expect(!IdentityCardDetector.containsIdentityNumber(in: text))
  }
}

@Suite struct ProvinceTests {
  @Test(arguments: ["CN-ZJ", "zj", "浙江", "浙江省", "Zhejiang", "33", "330400", " ３３ "])
  func `Zhejiang is read in every form`(text: String) throws {
    #expect(try Province(text: text).number == 33)
  }

  @Test func `all 34 round trip and none is mistaken for another`() throws {
    #expect(Province.all.count == 34)
    for province in Province.all {
      for text in [
        province.code, province.chinese, province.fullChinese, province.english,
        "\(province.number)",
      ] {
        #expect(try Province(text: text) == province)
      }
    }
    #expect(try Province(text: "廣西壯族自治區").code == "CN-GX")
    #expect(try Province(text: "陝西").english == "Shaanxi")
    #expect(Province(number: 99) == nil)
    #expect(throws: QuantityError.unknownProvince(text: "99")) { try Province(text: "99") }
  }
}

@Suite struct TextNormalizationTests {
  @Test(arguments: [
    ("　綠證\u{FEFF}", "绿证"), ("萬千瓦時", "万千瓦时"), ("億噸標準煤", "亿吨标准煤"),
    ("碳普惠減排量", "碳普惠减排量"), ("ＡＢＣ（１２）", "ABC(12)"), ("劃轉 核銷 簽發", "划转 核销 签发"), (" \n", ""),
  ])
  func `rule 10: spellings become one`(text: String, normal: String) {
    #expect(TextNormalization.normalized(text) == normal)
    #expect(TextNormalization.normalized(normal) == normal)
  }
}

@Suite struct BilingualTextTests {
  @Test func `each language has its text`() {
    let text = BilingualText(chinese: "已核销", english: "retired")
    #expect(text[.chinese] == "已核销" && text.text(in: .english) == "retired")
    #expect(Language(tag: "zh-Hans-CN") == .chinese && Language(tag: "en_GB.UTF-8") == .english)
    #expect(Language(tag: "fr") == nil && Language(tag: "C") == nil)
  }
}
