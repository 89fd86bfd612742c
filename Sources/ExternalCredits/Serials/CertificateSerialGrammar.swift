// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The serials of green electricity certificates registered elsewhere: one code of 32 characters,
/// or two joined by ` to `.
///
/// The widths of the fields in an official code are not published; the month and the sequence
/// are found by the layout, which ``CertificateCodeLayout`` documents. The prefix is the project
/// code, the month and the two classes: `PROJECT-YYYYMM-PT`.
public struct CertificateSerialGrammar: SerialGrammar {
  /// The registry's code.
  public let registry = "GEC"
  /// The unit of one serial number.
  public let unit = "MWh"
  /// A serial as the registry prints it.
  public let example = "WFD23070811010123202507000001211"
  /// Where the form comes from.
  public let source =
    "绿证编码: 32 characters, 17 of the project and 15 of the certificate; "
    + "their inner widths are not published, the layout is this product's"
  private let layout = CertificateCodeLayout.standard

  /// Creates the grammar.
  public init() {}

  /// Reads a printed serial.
  public func parse(_ text: String) throws(SerialError) -> SerialRange {
    let ends = text.split(separator: " to ", omittingEmptySubsequences: false)
    guard ends.count <= 2, let firstText = ends.first, let lastText = ends.last else {
      throw .wrongFieldCount(expected: 2, found: ends.count)
    }
    let first = try read(firstText)
    let last = try read(lastText)
    guard first.prefix == last.prefix else {
      throw .differentSeries(String(firstText), String(lastText))
    }
    guard first.sequence <= last.sequence else {
      throw .reversed(first: first.sequence, last: last.sequence)
    }
    return SerialRange(
      registry: registry, prefix: first.prefix, first: first.sequence, last: last.sequence)
  }

  /// The printed form of a range.
  public func text(of range: SerialRange) throws(SerialError) -> String {
    let (project, contents) = try readPrefix(range.prefix)
    let first = try code(project, contents, sequence: range.first)
    guard range.last > range.first else { return first }
    return "\(first) to \(try code(project, contents, sequence: range.last))"
  }

  /// Refuses a prefix that no serial of the registry can have.
  public func requirePrefix(_ prefix: String) throws(SerialError) {
    _ = try readPrefix(prefix)
  }

  private func read(
    _ text: Substring
  ) throws(SerialError) -> (prefix: String, sequence: UInt64) {
    do throws(QuantityError) {
      let code = try CertificateCode(text: String(text))
      guard code.text == text else {
        throw .malformed(.certificateCode, text: String(text), offset: 0)
      }
      let contents = try layout.parse(code)
      let classes = code.text.suffix(2)
      return (
        "\(code.projectPart)-\(contents.month.compactText)-\(classes)", UInt64(contents.sequence)
      )
    } catch {
      throw .unexpectedField(
        position: 0, expected: "a certificate code of 32 characters", found: String(text))
    }
  }

  private func readPrefix(
    _ prefix: String
  ) throws(SerialError) -> (ProjectCode, CertificateCodeLayout.Contents) {
    let fields = prefix.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.count == 3, fields[2].utf8.count == 2 else {
      throw .wrongFieldCount(expected: 3, found: fields.count)
    }
    // The sequence stands between month and classes in the standard layout.
    let zeros = String(repeating: "0", count: CertificateCodeLayout.sequenceWidth)
    do throws(QuantityError) {
      let code = try CertificateCode(text: "\(fields[0])\(fields[1])\(zeros)\(fields[2])")
      guard fields[0] == code.projectPart, fields[1].utf8.count == 6 else {
        throw .wrongLength(.certificateCode, expected: 17, found: fields[0].count)
      }
      return (code.project, try layout.parse(code))
    } catch {
      throw .unexpectedField(
        position: 0, expected: "PROJECT-YYYYMM-PT", found: prefix)
    }
  }

  private func code(
    _ project: ProjectCode, _ contents: CertificateCodeLayout.Contents, sequence: UInt64
  ) throws(SerialError) -> String {
    guard let number = UInt32(exactly: sequence), number <= CertificateCodeLayout.maximumSequence
    else { throw .malformedNumber("\(sequence)") }
    let contents = CertificateCodeLayout.Contents(
      month: contents.month, sequence: number, powerClass: contents.powerClass,
      tradeClass: contents.tradeClass)
    do throws(QuantityError) {
      return try layout.compose(project: project, contents).text
    } catch {
      throw .malformedNumber("\(sequence)")
    }
  }
}
