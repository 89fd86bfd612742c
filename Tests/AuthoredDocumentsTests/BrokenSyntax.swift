// SPDX-License-Identifier: Apache-2.0

extension BrokenDocument {
  /// What is no YAML, or YAML that is not used here.
  static let syntax: [BrokenDocument] = [
    .init(
      "an anchor",
      "effective: {from: 2024-10-04}",
      "effective: &day {from: 2024-10-04}",
      "18:12 effective: Anchors & and aliases * are not used here; write the value where it is "
        + "used. A text that starts with & or * needs quotes."),
    .init(
      "an alias",
      "region: {zh: 示例市, en: example city}",
      "region: *place",
      "19:9 region: Anchors & and aliases * are not used here; write the value where it is "
        + "used. A text that starts with & or * needs quotes."),
    .init(
      "a tag",
      "maximum: 200",
      "maximum: !!float 200",
      "56:16 activity.inputs[1].maximum: Tags such as tag:yaml.org,2002:float are not used "
        + "here; the key says what kind a value is."),
    .init(
      "a second document",
      "\nexamples:",
      "\n---\nexamples:",
      "105:1 : A file holds one methodology; delete the second `---` and what follows."),
    .init(
      "a directive",
      "# 标题",
      "%YAML 1.1\n---\n# 标题",
      "1:1 : Directives (%YAML, %TAG) are not used here; delete them."),
    .init(
      "a colon in a text",
      "en: Title of the methodology",
      "en: Title: of the methodology",
      "7:12 : A colon followed by a space is not allowed here; put the text in quotes, or write "
        + "it as a block: `|` and the text on the next, indented, lines."),
    .init(
      "a tab as indentation",
      "  holder: person",
      "\tholder: person",
      "33:1 : A text cannot start with this character (a tab, @, ` or %); indent with spaces, "
        + "put the text in quotes, as in unit: \"%\"."),
    .init(
      "a bracket left open",
      "choices: [bus, metro]",
      "choices: [bus, metro",
      "49:16 : This bracket is not closed, or a comma is missing in it (noticed on line 50)."),
    .init(
      "a quotation mark left open",
      "en: Title of the methodology",
      "en: \"Title of the methodology",
      "7:7 : This quotation mark is not closed."),
    .init(
      "a backslash in double quotes",
      "en: Title of the methodology",
      "en: \"Title of the \\m\"",
      "7:21 : A backslash has a meaning inside double quotes; use single quotes."),
    .init(
      "wrong indentation",
      "      label: {zh: 方式, en: mode}",
      "     label: {zh: 方式, en: mode}",
      "47:6 : The next item of the list, `- `, is expected here; check the indentation."),
    .init(
      "a line without a colon",
      "status: unfiled",
      "status unfiled",
      "10:1 : The colon of `key: value` is missing on this line."),
    .init(
      "an empty document", text: "",
      "1:1 : The document is empty; `tanzhang methodology new` writes one to start from."),
    .init(
      "a document of comments", text: "# nothing\n",
      "1:1 : The document is empty; `tanzhang methodology new` writes one to start from."),
    .init(
      "a list instead of keys", text: "- a\n",
      "1:1 : A methodology with its keys (methodology, title, code, status …) is expected here, "
        + "not a list."),
    .init(
      "one word", text: "hello\n",
      "1:1 : A methodology with its keys (methodology, title, code, status …) is expected here, "
        + "not “hello”."),
  ]
}
