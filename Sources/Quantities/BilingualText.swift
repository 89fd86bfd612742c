// SPDX-License-Identifier: Apache-2.0

/// A language in which the ledger speaks to people.
public enum Language: String, CaseIterable, Hashable, Sendable {
  /// Simplified Chinese.
  case chinese = "zh"
  /// English.
  case english = "en"

  /// The language of a BCP 47 tag such as `zh-Hans-CN` or `en_GB.UTF-8`, or nil for any other.
  public init?(tag: String) {
    let primary = tag.lowercased().prefix { $0.isASCII && $0.isLetter }
    guard let language = Language(rawValue: String(primary)) else { return nil }
    self = language
  }
}

/// A text in both languages.
public struct BilingualText: Hashable, Sendable {
  /// The Chinese text.
  public let chinese: String

  /// The English text.
  public let english: String

  /// A text in both languages.
  public init(chinese: String, english: String) {
    self.chinese = chinese
    self.english = english
  }

  /// The text in one language.
  public func text(in language: Language) -> String {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }

  /// The text in one language.
  public subscript(language: Language) -> String { text(in: language) }
}

extension BilingualText {
  /// A text in Chinese and in English, in this order: the form in which rules are written.
  public init(_ chinese: String, _ english: String) {
    self.init(chinese: chinese, english: english)
  }
}
