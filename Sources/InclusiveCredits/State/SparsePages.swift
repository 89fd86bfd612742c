// SPDX-License-Identifier: Apache-2.0

/// Elements by number, in pages made when something is first written to them: numbers nobody
/// uses cost nothing but a word a page.
struct SparsePages<Element: Sendable>: Sendable {
  private let absent: Element
  private let shift: Int
  private var pages: [[Element]] = []

  /// - Parameters:
  ///   - absent: What stands where nothing was ever written.
  ///   - shift: The binary logarithm of the number of elements in a page.
  init(absent: Element, shift: Int) {
    self.absent = absent
    self.shift = shift
  }

  private var mask: Int { 1 << shift - 1 }

  /// The number of elements up to the end of the last page.
  var end: Int { pages.count << shift }

  /// The first element not before `index` in a page that exists, or ``end``.
  func nextPresent(_ index: Int) -> Int {
    guard index < end, pages[index >> shift].isEmpty else { return min(index, end) }
    var page = index >> shift
    while page < pages.count, pages[page].isEmpty { page += 1 }
    return page << shift
  }

  subscript(index: Int) -> Element {
    get {
      let page = index >> shift
      guard page < pages.count, !pages[page].isEmpty else { return absent }
      return pages[page][index & mask]
    }
    set {
      let page = index >> shift
      if page >= pages.count {
        pages.append(contentsOf: repeatElement([], count: page + 1 - pages.count))
      }
      if pages[page].isEmpty { pages[page] = Array(repeating: absent, count: 1 << shift) }
      pages[page][index & mask] = newValue
    }
  }
}
