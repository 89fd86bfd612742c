// SPDX-License-Identifier: Apache-2.0

/// Finds the word that was meant.
enum Spelling {
  /// The nearest of `words`, unless none is near: one letter in three may be wrong, or two.
  static func nearest(to word: String, among words: [String]) -> String? {
    let limit = max(2, word.count / 3)
    let ranked = words.map { (word: $0, distance: distance(word, $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit,
      best.distance < best.word.count
    else { return nil }
    return best.word
  }

  /// How many letters must be inserted, deleted, replaced or swapped with their neighbour.
  static func distance(_ first: String, _ second: String) -> Int {
    // Longer words are no misspelling of a key, and the table below grows with both.
    let (a, b) = (Array(first.lowercased().prefix(64)), Array(second.lowercased().prefix(64)))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
