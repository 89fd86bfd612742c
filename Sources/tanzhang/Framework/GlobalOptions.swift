// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// How data is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json, csv
}

/// The options every command has.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .customLong("ledger")],
    help: ArgumentHelp(
      "The ledger's directory (default: $TANZHANG_LEDGER, else Ledger/data).", valueName: "dir"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The directory of private keys (default: $TANZHANG_KEYS, else keys beside the ledger).",
      valueName: "dir"))
  var keys: String?

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the passphrase of the keys.", valueName: "file"))
  var passphraseFile: String?

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the PIN of keys in tokens (default: $TANZHANG_PIN_FILE).",
      valueName: "file"))
  var pinFile: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "The key that signs (default: $TANZHANG_AS, else authority).", valueName: "key"))
  var signer: String?

  @Option(
    help: "The language of messages: zh or en (default: by $LC_ALL or $LANG).",
    transform: { text in
      guard let language = Language(tag: text) else {
        throw ValidationError("--lang is zh or en.")
      }
      return language
    })
  var lang: Language?

  @Option(
    name: [.customShort("O"), .customLong("output-format")], help: "How data is printed.")
  var outputFormat = OutputFormat.text

  @Option(help: ArgumentHelp("Take this day for today; for tests.", valueName: "date"))
  var today: String?

  @Flag(help: "Print no messages but failures.")
  var quiet = false

  init() {}

  var language: Language {
    if let lang { return lang }
    let tag =
      ProcessSurroundings.variable("LC_ALL") ?? ProcessSurroundings.variable("LC_MESSAGES")
      ?? ProcessSurroundings.variable("LANG") ?? ""
    return Language(tag: tag) ?? .english
  }

  var console: Console {
    Console(language: language, format: outputFormat, isQuiet: quiet)
  }

  var paths: LedgerPaths {
    LedgerPaths(
      root: ledger ?? ProcessSurroundings.variable("TANZHANG_LEDGER") ?? "Ledger/data",
      keys: keys ?? ProcessSurroundings.variable("TANZHANG_KEYS"))
  }

  var signerName: String {
    signer ?? ProcessSurroundings.variable("TANZHANG_AS") ?? "authority"
  }

  func keyStore() throws(ServiceError) -> KeyStore {
    try keyStore(paths)
  }

  /// The keys of a ledger, or a witness, at other paths.
  func keyStore(_ paths: LedgerPaths) throws(ServiceError) -> KeyStore {
    KeyStore(
      directory: paths.keys, passphrase: try passphrase(),
      pinFile: pinFile ?? ProcessSurroundings.variable("TANZHANG_PIN_FILE"))
  }

  /// The passphrase of the keys, if one was given.
  func passphrase() throws(ServiceError) -> String? {
    guard let passphraseFile else { return nil }
    return try LocalFile.firstLine(of: passphraseFile)
  }

  /// The clock: the machine's, or eight o'clock in China on the day given.
  func clock() throws(ServiceError) -> @Sendable () -> Timestamp {
    guard let today else { return SystemClock.now }
    let day = try Input.date(today, "--today")
    let time = Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000)
    return { time }
  }

  /// The time in POSIX seconds, as witnesses count it.
  func seconds() throws(ServiceError) -> UInt64 {
    UInt64(clamping: try clock()().milliseconds / 1_000)
  }

  /// The day in China.
  func currentDay() throws(ServiceError) -> CalendarDate {
    try clock()().date(offsetMinutes: 480)
  }
}
