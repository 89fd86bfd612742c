// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The links of Markdown pages that lead to other files of the project.
struct DocumentationLinks: Sendable {
  /// Whether a path, from the root of the project, leads to a file or folder.
  let exists: @Sendable (String) -> Bool
  /// The text of a page, for links to one of its headings.
  let page: @Sendable (String) -> String?

  static let ofRepository = DocumentationLinks(
    exists: { Repository.exists($0) }, page: { Repository.read($0)?.text })

  /// Every relative link of a page that leads nowhere.
  func dead(in file: TextFile) -> [Violation] {
    Self.links(of: file.text).compactMap { link in
      let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let path = parts[0].isEmpty ? file.path : Self.resolve(String(parts[0]), from: file.path)
      guard exists(path) else {
        return Violation(path: file.path, line: link.line, rule: "dead link: \(link.target)")
      }
      guard parts.count == 2, path.hasSuffix(".md") else { return nil }
      let text = path == file.path ? file.text : page(path) ?? ""
      guard !Self.anchors(of: text).contains(String(parts[1])) else { return nil }
      return Violation(path: file.path, line: link.line, rule: "no such heading: \(link.target)")
    }
  }

  /// The files that a page leads to, as paths from the root.
  static func targets(of file: TextFile) -> Set<String> {
    Set(
      links(of: file.text).map { link in
        resolve(String(link.target.prefix { $0 != "#" }), from: file.path)
      })
  }

  /// The relative links of a text; those to other hosts are not ours to check.
  static func links(of text: String) -> [(target: String, line: Int)] {
    let inline = #/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/#
    let definition = #/^\s{0,3}\[[^\]]+\]:\s+<?([^\s>]+)/#
    var found: [(String, Int)] = []
    for (number, line) in prose(of: text).enumerated() {
      let targets = line.matches(of: inline).map(\.1) + line.matches(of: definition).map(\.1)
      for target in targets where target.firstMatch(of: #/^(?:[a-z][a-z0-9+.-]*:|\/\/)/#) == nil {
        let decoded = String(target).removingPercentEncoding ?? String(target)
        found.append((decoded, number + 1))
      }
    }
    return found
  }

  /// The anchors of a page's headings: lower case, punctuation dropped, spaces as hyphens.
  static func anchors(of text: String) -> Set<String> {
    var seen: [String: Int] = [:]
    var anchors: Set<String> = []
    for line in prose(of: text, keepingCode: true) {
      guard let heading = line.firstMatch(of: #/^#{1,6}\s+(.*?)\s*#*$/#)?.1 else { continue }
      let label = heading.replacing(#/\[([^\]]*)\]\([^)]*\)/#) { $0.1 }
      let slug = String(
        label.lowercased().compactMap { character -> Character? in
          if character == " " { return "-" }
          let isKept = character.isLetter || character.isNumber || "-_".contains(character)
          return isKept ? character : nil
        })
      let repeated = seen[slug, default: 0]
      seen[slug] = repeated + 1
      anchors.insert(repeated == 0 ? slug : "\(slug)-\(repeated)")
    }
    return anchors
  }

  /// The lines of a text, with code fences and inline code emptied.
  private static func prose(of text: String, keepingCode: Bool = false) -> [String] {
    var fence: Substring?
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let mark: Substring = line.drop { $0 == " " }.prefix { $0 == "`" || $0 == "~" }
      if let open = fence {
        if mark.count >= open.count, mark.first == open.first { fence = nil }
        return ""
      }
      if mark.count >= 3 {
        fence = mark
        return ""
      }
      return keepingCode ? String(line) : String(line.replacing(#/`[^`]*`/#, with: ""))
    }
  }

  private static func resolve(_ target: String, from page: String) -> String {
    var parts = target.hasPrefix("/") ? [] : page.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/") where part != "." {
      if part == "..", !parts.isEmpty {
        parts.removeLast()
      } else {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}
