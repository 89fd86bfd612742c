// SPDX-License-Identifier: Apache-2.0

/// Elements by number, in pages made when something is first written to them: numbers nobody
/// uses cost nothing but a word a page.
struct SparsePages<Element: Sendable>: Sendable {
  private let absent: Element
  private let shift: Int
  private let mask: Int
  private var pages: [[Element]] = []

  /// - Parameters:
  ///   - absent: What stands where nothing was ever written.
  ///   - shift: The binary logarithm of the number of elements in a page.
  init(absent: Element, shift: Int) {
    self.absent = absent
    self.shift = shift
    mask = 1 << shift - 1
  }

  subscript(index: Int) -> Element {
    get {
      // Masking shifts: the others ask first whether the shift is too far.
      let page = index &>> shift
      guard page < pages.count, !pages[page].isEmpty else { return absent }
      return pages[page][index & mask]
    }
    set {
      let page = index &>> shift
      if page >= pages.count {
        pages.append(contentsOf: repeatElement([], count: page + 1 - pages.count))
      }
      if pages[page].isEmpty { pages[page] = Array(repeating: absent, count: mask + 1) }
      pages[page][index & mask] = newValue
    }
  }

  /// Calls `visit` with the numbers of each page that exists, in their order.
  func forEachPage(_ visit: (Range<Int>) -> Void) {
    for page in pages.indices where !pages[page].isEmpty {
      visit(page << shift..<(page + 1) << shift)
    }
  }
}
