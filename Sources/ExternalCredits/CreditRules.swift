// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// The rules of credits from elsewhere.
public enum CreditRules {
  private static let design = "design of the ledger; the registries' own lists"

  /// The quantity stated is that of the serial numbers.
  public static let quantity = Rule(
    "EXT-1", source: design,
    statement: BilingualText(
      "数量须等于终止号减起始号加一。", "The quantity is last serial − first serial + 1."),
    remedy: BilingualText(
      "请与原登记簿核对该行的序列号和数量。",
      "Check the serial and the quantity of this row with its registry."))

  /// The registry is known, and its units are counted in one asset class of its own.
  public static let registry = Rule(
    "EXT-2", source: "docs/REGISTRIES.md",
    statement: BilingualText(
      "登记簿须为已知登记簿,且资产类别以其代码命名。",
      "The registry is known and its asset class bears its code and unit."),
    remedy: BilingualText(
      "请先以登记簿代码登记资产类别(asset.register)。",
      "Register the asset class under the registry's code first (asset.register)."))

  /// The serial has the form its registry prints.
  public static let serial = Rule(
    "EXT-3", source: "docs/REGISTRIES.md",
    statement: BilingualText(
      "序列号须符合该登记簿的格式。", "A serial has the form its registry prints."),
    remedy: BilingualText(
      "请照原登记簿逐字填写序列号。", "Copy the serial from its registry, character by character."))

  /// The same row is imported once.
  public static let duplicate = Rule(
    "EXT-4", source: design,
    statement: BilingualText("同一行只登记一次。", "The same row is imported once."),
    remedy: BilingualText("无需处理:该行已登记。", "Nothing to do: the row is registered already."))

  /// All credits of a series share asset class and vintage.
  public static let series = Rule(
    "EXT-5", source: "UNDP and CAD Trust: a serial block has one project and one vintage",
    statement: BilingualText(
      "同一前缀的减排量属同一类别和年份。",
      "Credits of one prefix share asset class and vintage."),
    remedy: BilingualText(
      "请与原登记簿核对减排年份。", "Check the vintage of this row with its registry."))

  /// Imported credits belong to an account of their registry.
  public static let account = Rule(
    "EXT-6", source: design,
    statement: BilingualText(
      "登记的减排量须属于该登记簿的账户持有人。",
      "Imported credits belong to an account holder of their registry."),
    remedy: BilingualText(
      "请先登记外部账户(external:登记簿:名称)。",
      "Register the external account first (external:REGISTRY:name)."))

  /// Serial numbers are registered once.
  public static let overlap = Rule(
    "EXT-34", source: "double entry: no serial is ever in two places",
    statement: BilingualText("序列号不得重复登记。", "A serial number is registered once."),
    remedy: BilingualText(
      "两行中至多一行正确;请与原登记簿核对。",
      "At most one of the two rows is right; check both with their registry."))

  /// Holders dispose of their own credits.
  public static let disposal = Rule(
    "EXT-83", source: "design of the ledger: the holder disposes of what it holds",
    statement: BilingualText(
      "划转和注销由持有人签署;外部账户由登记机构代为登记。",
      "The holder signs transfers and retirements; for an external account the registry does."),
    remedy: BilingualText(
      "请由持有人签署。", "Have the holder sign, or the registry for an external account."))

  /// A retirement names whom and what it is for.
  public static let beneficiary = Rule(
    "EXT-85", source: "Verra, ACR and CAR retirement reports: beneficiary and reason",
    statement: BilingualText("注销须写明受益人和用途。", "A retirement names beneficiary and purpose."),
    remedy: BilingualText("请补充受益人和用途。", "State the beneficiary and the purpose."))

  /// All of them.
  public static let all = [
    quantity, registry, serial, duplicate, series, account, overlap, disposal, beneficiary,
  ]
}
