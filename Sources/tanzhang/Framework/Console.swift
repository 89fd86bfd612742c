// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities

/// Where a command writes: data to the standard output, messages to the standard error.
struct Console: Sendable {
  let language: Language
  let format: OutputFormat
  let isQuiet: Bool

  /// Writes a line of data.
  func print(_ line: String) { Swift.print(line) }

  /// Writes data that ends its own lines.
  func printExactly(_ text: String) { Swift.print(text, terminator: "") }

  /// Writes a message, unless messages are not wanted.
  func note(_ text: BilingualText) {
    guard !isQuiet else { return }
    Self.writeMessage(text[language])
  }

  /// Writes a message that is always wanted: why something failed.
  func complain(_ message: String) { Self.writeMessage(message) }

  /// Shows how far a long run has come, on a terminal only.
  func showProgress(_ text: String) {
    guard !isQuiet, ProcessSurroundings.isTerminal(.error) else { return }
    ProcessSurroundings.write(Array("\r\u{1B}[K\(text)".utf8), to: .error)
  }

  private static func writeMessage(_ message: String) {
    let bold =
      ProcessSurroundings.isTerminal(.error)
      && ProcessSurroundings.variable("NO_COLOR") == nil
    let name = bold ? "\u{1B}[1mtanzhang:\u{1B}[0m" : "tanzhang:"
    ProcessSurroundings.write(Array("\(name) \(message)\n".utf8), to: .error)
  }

  /// Prints rows as the format asks: a table, an array of objects, or CSV.
  func print(_ table: TextTable) {
    switch format {
    case .text: printExactly(table.text(in: language))
    case .json: print(table.json.encoded(pretty: true))
    case .csv: printExactly(table.csv)
    }
  }
}
