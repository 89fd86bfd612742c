// SPDX-License-Identifier: Apache-2.0

extension BrokenDocument {
  /// Values that are not what their key asks for.
  static let values: [BrokenDocument] = [
    .init(
      "a word that is not in the list",
      "status: unfiled",
      "status: unfilled",
      "10:9 status: One of `filed`, `standard`, `unfiled` is expected here, not “unfilled”. Did "
        + "you mean `unfiled`?"),
    .init(
      "a number with an exponent",
      "maximum: 200",
      "maximum: 2e2",
      "56:16 activity.inputs.distance.maximum: A number such as 26.9, of at most 18 digits and "
        + "no exponent, is expected here, not “2e2”."),
    .init(
      "a number with too many digits",
      "maximum: 200",
      "maximum: 1234567890123456789",
      "56:16 activity.inputs.distance.maximum: A number such as 26.9, of at most 18 digits and "
        + "no exponent, is expected here, not “1234567890123456789”."),
    .init(
      "a number with its unit",
      "maximum: 200",
      "maximum: 200 km",
      "56:16 activity.inputs.distance.maximum: A number such as 26.9, of at most 18 digits and "
        + "no exponent, is expected here, not “200 km”. Write the number only, in the unit that "
        + "`unit` names."),
    .init(
      "a number with a comma",
      "value: 20.5",
      "value: \"20,5\"",
      "76:32 parameters.factor.values[1].value: A number such as 26.9, of at most 18 digits and "
        + "no exponent, is expected here, not “20,5”."),
    .init(
      "a whole number out of range",
      "decimals: 3",
      "decimals: 12",
      "54:17 activity.inputs.distance.decimals: A whole number from 0 to 9 is expected here, "
        + "not “12”."),
    .init(
      "a day that does not exist",
      "effective: {from: 2024-10-04}",
      "effective: {from: 2024-02-30}",
      "18:19 effective.from: A date such as 2024-03-01 is expected here, not “2024-02-30”."),
    .init(
      "a flag in another language",
      "authorisation: true",
      "authorisation: yes",
      "34:18 crediting.authorisation: `true` or `false` is expected here, not “yes”."),
    .init(
      "a name with capitals",
      "- name: distance",
      "- name: Distance",
      "50:13 activity.inputs[1].name: A name of lower-case letters, digits and _, a letter "
        + "first, is expected here, not “Distance”."),
    .init(
      "an identity without a version",
      "methodology: example/new@1",
      "methodology: example/new",
      "4:14 methodology: A name `scheme/id@version` of lower-case letters, digits, . and - is "
        + "expected here, not “example/new”."),
    .init(
      "an identity that leaves its folder",
      "methodology: example/new@1",
      "methodology: example/../new@1",
      "4:14 methodology: A name `scheme/id@version` of lower-case letters, digits, . and - is "
        + "expected here, not “example/../new@1”."),
    .init(
      "nothing where a text is expected",
      "kind: reduction",
      "kind:",
      "93:8 result.kind: One of `reduction`, `points` is expected here, not nothing."),
    .init(
      "null where a text is expected",
      "document: 《示例文件》,文号,条款",
      "document: null",
      "14:13 filing.document: Leave the whole key out rather than writing null."),
    .init(
      "a list where a text is expected",
      "kind: reduction",
      "kind: [reduction]",
      "93:9 result.kind: One of `reduction`, `points` is expected here, not a list."),
    .init(
      "a text where a list is expected",
      "subjects: []",
      "subjects: site",
      "102:13 exclusivity.subjects: A list, each item one of `site`, `device`, `parcel`, is "
        + "expected here, not “site”."),
    .init(
      "a text where keys are expected",
      "effective: {from: 2024-10-04}",
      "effective: 2024-10-04",
      "18:12 effective: An interval with its keys (from, through) is expected here, not "
        + "“2024-10-04”."),
    .init(
      "a list with too few items",
      "    - 订单号 (number of the order)\n",
      "    []\n",
      "44:5 activity.natural_key: 1 to 32 items are expected here, not 0."),
    .init(
      "a source that nobody named",
      "value: 20.5, source: study",
      "value: 20.5, source: studdy",
      "76:46 parameters.factor.values[1].source: There is no source called “studdy”; write "
        + "{document: …, date: …}, or the name of one: `filing`, `study`. Did you mean `study`?"),
    .init(
      "a step without a unit",
      "step: 0.01 gCO2e",
      "step: 0.01",
      "95:9 result.step: A reduction needs one of the units `mgCO2e`, `gCO2e`, `kgCO2e`, "
        + "`tCO2e`, not 0.01."),
    .init(
      "a result in a unit that is no mass of CO2e",
      "result: 164 gCO2e",
      "result: 164 km",
      "112:13 examples[0].result: A reduction needs one of the units `mgCO2e`, `gCO2e`, "
        + "`kgCO2e`, `tCO2e`, not 164 km."),
    .init(
      "a result below zero",
      "result: 164 gCO2e",
      "result: -164 gCO2e",
      "112:13 examples[0].result: It must be a whole number of milligrams, zero or more."),
    .init(
      "a result finer than a milligram",
      "result: 164 gCO2e",
      "result: 0.1234 gCO2e",
      "112:13 examples[0].result: It must be a whole number of milligrams, zero or more."),
    .init(
      "a result of points with a unit",
      "kind: reduction",
      "kind: points",
      "95:9 result.step: Points have no unit: a number, not 0.01 gCO2e.",
      "112:13 examples[0].result: Points have no unit: a number, not 164 gCO2e."),
    .init(
      "a duration without a unit",
      "duration: 20 min",
      "duration: 20",
      "108:15 examples[0].duration: A duration such as `25 min` is expected here, not “20”."),
    .init(
      "a share without a per cent sign",
      "authorisation: true",
      "authorisation: true\n  buffer: 0.2",
      "35:11 crediting.buffer: A share such as `20 %`, 0 to 100, is expected here, not “0.2”."),
    .init(
      "an invisible character",
      "en: example city",
      "en: example\u{200B}city",
      "19:23 region.en: The text holds the invisible character U+200B; delete it."),
    .init(
      "an expression over several lines that is no block",
      "formula: distance × factor[mode]",
      "formula: distance ×\n    factor[mode]",
      "94:12 result.formula: Write an expression of several lines, or with escapes, as a block: "
        + "`|` after the key and the expression on the next, indented, lines; only then can "
        + "mistakes be located."
    ),
    .init(
      "an expression in folded lines",
      "formula: distance × factor[mode]",
      "formula: >\n    distance × factor[mode]",
      "94:12 result.formula: Write an expression of several lines, or with escapes, as a block: "
        + "`|` after the key and the expression on the next, indented, lines; only then can "
        + "mistakes be located."
    ),
    .init(
      "a setting that is no number",
      "{speed_limit: 120}",
      "{speed_limit: fast}",
      "111:31 examples[0].parameters.speed_limit: A number such as 26.9, of at most 18 digits "
        + "and no exponent, is expected here, not “fast”."),
    .init(
      "rows that are no rows",
      "inputs: {mode: metro, distance: 8}",
      "inputs: {mode: metro, distance: [8]}",
      "110:38 examples[0].inputs.distance[0]: A group of `name: value`, each value a short text "
        + "on one line, is expected here, not “8”."),
  ]
}
