// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities
import Testing

/// The headers of our own lists.
@Suite struct ListTableTests {
  private func refusal(_ text: String) -> String? {
    do throws(ServiceError) {
      _ = try ListTable(Array(text.utf8))
      return nil
    } catch {
      return error.message(in: .english)
    }
  }

  @Test func `a column that stands there twice is refused by name`() throws {
    let message = try #require(refusal("person,amount,person\na,1,b\n"))
    #expect(message.contains("\"person\"") && message.contains("columns 1 and 3"))
    // In either script it is the same column.
    #expect(try #require(refusal("数量,數量\n1,2\n")).contains("數量"))
  }

  @Test(arguments: ["person,\na,b\n", "person, ,amount\na,b,1\n"])
  func `a column without a name is refused with its place`(text: String) throws {
    #expect(try #require(refusal(text)).contains("Column 2"))
  }

  @Test func `traditional characters in a header are read as simplified ones`() throws {
    let text = "項目代碼,生產年月,電量分類,數量,獲得方,計量依據\nX,2026-04,上网,3,甲,a.pdf\n"
    let table = try ListTable(Array(text.utf8))
    let names = ["项目代码", "生产年月", "电量分类", "数量", "获得方", "计量依据"]
    let cells = names.map { table.cell($0, of: table.rows[0]) }
    #expect(cells == ["X", "2026-04", "上网", "3", "甲", "a.pdf"])
    #expect(table.header[0] == "項目代碼", "names stay as they were written")
  }
}
