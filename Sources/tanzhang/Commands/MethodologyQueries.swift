// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang methodology list`.
struct MethodologyListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the methodology documents of a folder.",
    discussion: "Example: tanzhang methodology list --directory Methodologies")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var place: MethodologyFolderOption

  func execute(_ console: Console) async throws {
    var table = TextTable([
      .init("methodology", "方法学", "METHODOLOGY"), .init("status", "地位", "STATUS"),
      .init("from", "适用起", "FROM"), .init("unset", "未定参数", "NOT SET", isNumber: true),
      .init("title", "标题", "TITLE"),
    ])
    var isSound = true
    for identity in try place.folder.identities() {
      let review = try MethodologyReview(path: place.folder.file(of: identity))
      guard let methodology = review.methodology, review.isSound
      else {
        isSound = false
        console.complain(
          BilingualText(
            "\(identity) 有误;请运行 tanzhang methodology check \(review.path)",
            "\(identity) has problems; run tanzhang methodology check \(review.path)"
          )[console.language])
        continue
      }
      let status = Methodology.Status.names[Int(methodology.status.rawValue)]
      table.append(
        identity.description, status, "\(methodology.effectiveFrom)",
        "\(review.openParameters.count)", methodology.title[console.language])
    }
    console.print(table)
    if !isSound { throw ExitStatus.refused.code }
  }
}

/// The command `tanzhang methodology show`.
struct MethodologyShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a methodology: what it applies to, its formula, its numbers and sources.",
    discussion: """
      Examples:
        tanzhang methodology show shenzhen/public-transport@2021
        tanzhang methodology show my/methodology.yaml --lang zh
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var place: MethodologyFolderOption
  @Argument(help: "Its name in the folder, or a file.") var name: String

  func execute(_ console: Console) async throws {
    let review = try place.folder.review(name)
    guard let methodology = review.methodology else {
      throw ServiceError.invalid(
        BilingualText(
          "\(review.path) 有误;请运行 tanzhang methodology check \(review.path)",
          "\(review.path) has problems; run tanzhang methodology check \(review.path)"))
    }
    switch console.format {
    case .text:
      for line in MethodologyCard.lines(of: methodology, in: console.language) {
        console.print(line)
      }
    case .json, .csv: console.print(Self.parameters(of: methodology))
    }
  }

  /// The numbers of a methodology as a table; one that is not set has no value.
  private static func parameters(of methodology: Methodology) -> TextTable {
    var table = TextTable([
      .init("parameter", "参数", "PARAMETER"), .init("unit", "单位", "UNIT"),
      .init("by", "按", "BY"), .init("choice", "选项", "CHOICE"),
      .init("value", "取值", "VALUE", isNumber: true), .init("from", "起", "FROM"),
      .init("through", "止", "THROUGH"), .init("source", "出处", "SOURCE"),
    ])
    for parameter in methodology.parameters {
      let by = parameter.by ?? ""
      if parameter.values.isEmpty {
        table.append(parameter.name, parameter.unit, by, "", "", "", "", "")
      }
      for value in parameter.values {
        table.append(
          parameter.name, parameter.unit, by, value.choice ?? "", "\(value.value.normalized)",
          value.from.map(\.description) ?? "", value.through.map(\.description) ?? "",
          value.source.document)
      }
    }
    return table
  }
}

/// The command `tanzhang methodology new`.
struct MethodologyNewCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a methodology document to start from.",
    discussion: """
      Example: tanzhang methodology new example/my-scheme@1

      The document checks as it stands and has a comment at every part. What is there already is
      never written over.
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var place: MethodologyFolderOption
  @Argument(help: "SCHEME/ID@VERSION in lower-case letters, digits, . and -") var name: String

  func execute(_ console: Console) async throws {
    guard let identity = Methodology.Identity(text: name) else {
      throw ServiceError.invalid(
        BilingualText(
          "“\(name)”不是 体系/编号@版本(小写字母、数字、. 与 -);示例:example/my-scheme@1",
          "“\(name)” is no SCHEME/ID@VERSION of lower-case letters, digits, . and -; example: "
            + "example/my-scheme@1"))
    }
    let file = try place.folder.scaffold(identity, from: try global.currentDay())
    console.print(file)
    console.note(
      BilingualText(
        "请编辑后运行 tanzhang methodology check \(file)",
        "Edit it, then run tanzhang methodology check \(file)"))
  }
}
