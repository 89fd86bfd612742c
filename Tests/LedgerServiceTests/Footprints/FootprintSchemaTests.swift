// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import Testing

@Suite struct FootprintSchemaTests {
  private static let introduction = """
    # Schema of footprint models

    Every key that a footprint model in YAML may have. The reader checks documents by the tables
    this page is made from (`TANZHANG_UPDATE=1 script/test` writes it), so it is complete: a key
    that is not here is a mistake. [Ledger/footprints](../Ledger/footprints) has examples.

    本页由校验所用的表生成:此处没有的键即为错误。示例见 Ledger/footprints。

    A document is YAML in UTF-8, without anchors, aliases, tags and directives. *Must* marks keys
    that are needed; the others can be left out. Amounts are a number and a unit, `12.5 kWh`,
    `0.31 万Nm3`, `350 km`; numbers have no exponent and no separator. All amounts of a process
    belong to its `output`.

    """

  @Test func `the page of the schema is what footprint models are checked by`() throws {
    try CommittedFile("docs/FOOTPRINT_SCHEMA.md")
      .expect(Self.introduction + SchemaBook.sections(FootprintSchema.tables))
  }
}
