// SPDX-License-Identifier: Apache-2.0

/// Elements numbered densely from 0, in pages: growing copies at most one page.
///
/// A snapshot of the state shares the pages, so that a write after it copies one page, never
/// the whole.
struct PagedArray<Element: Sendable>: Sendable {
  private static var shift: Int { 14 }
  private static var mask: Int { 1 << shift - 1 }
  private var pages: [[Element]] = []
  private(set) var count = 0

  subscript(index: Int) -> Element {
    get { pages[index >> Self.shift][index & Self.mask] }
    set { pages[index >> Self.shift][index & Self.mask] = newValue }
  }

  mutating func append(_ element: Element) {
    let page = count >> Self.shift
    if page == pages.count {
      pages.append([])
      // The first page grows on demand: most days of most ledgers are small.
      if page > 0 { pages[page].reserveCapacity(1 << Self.shift) }
    }
    pages[page].append(element)
    count += 1
  }

  @discardableResult
  mutating func removeLast() -> Element {
    count -= 1
    let page = count >> Self.shift
    let element = pages[page].removeLast()
    if pages[page].isEmpty { pages.removeLast() }
    return element
  }
}
