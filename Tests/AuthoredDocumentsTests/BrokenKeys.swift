// SPDX-License-Identifier: Apache-2.0

extension BrokenDocument {
  /// Keys that are unknown, missing, repeated or out of place.
  static let keys: [BrokenDocument] = [
    .init(
      "an unknown key with nothing near it",
      "region: {",
      "place_name: {",
      "4:1 : A methodology needs `region`: Where it applies, for people.",
      "19:1 place_name: `place_name` is no key of a methodology; its keys are `methodology`, "
        + "`title`, `code`, `status`, `authority`, `filing`, `effective`, `region`, "
        + "`summary`, `additionality`, `sources`, `crediting`, `activity`, `attributes`, "
        + "`parameters`, `definitions`, `conditions`, `limits`, `result`, `exclusivity`, "
        + "`examples`."
    ),
    .init(
      "a misspelt key",
      "\nsummary:",
      "\nsumary:",
      "20:1 sumary: `sumary` is no key of a methodology; did you mean `summary`?"),
    .init(
      "a misspelt key of an input",
      "      label: {zh: 距离",
      "      lable: {zh: 距离",
      "51:7 activity.inputs.distance.lable: `lable` is no key of an input; did you mean "
        + "`label`?"),
    .init(
      "a missing key",
      "\nregion: {zh: 示例市, en: example city}",
      "",
      "4:1 : A methodology needs `region`: Where it applies, for people."),
    .init(
      "a missing key of a quantity",
      "      decimals: 3\n",
      "",
      "50:7 activity.inputs.distance: An input of kind quantity needs `decimals`: How many "
        + "decimal places: 3 is metres for km."),
    .init(
      "a key of another kind",
      "      choices: [bus, metro]",
      "      choices: [bus, metro]\n      decimals: 3",
      "50:7 activity.inputs.mode.decimals: `decimals` is used with kind quantity only; this is "
        + "of kind choice."),
    .init(
      "a key written twice",
      "effective: {from: 2024-10-04}",
      "effective: {from: 2024-10-04}\neffective: {from: 2025-10-04}",
      "19:1 effective: The key `effective` stands on line 18 already; a key is written once."),
    .init(
      "a text in one language only",
      "{zh: 距离, en: distance}",
      "{zh: 距离}",
      "51:14 activity.inputs.distance.label: A text in both languages needs `en`: The English "
        + "text."),
    .init(
      "a text that a comma cuts",
      "{zh: 距离, en: distance}",
      "{zh: 距离, en: distance, in km}",
      "51:37 activity.inputs.distance.label.in km: Inside { } a comma ends a text; put the text "
        + "in quotes."),
    .init(
      "two results of an example",
      "    result: 164 gCO2e",
      "    result: 164 gCO2e\n    refusal: one-scheme",
      "106:5 examples[0]: An example has exactly one of `result`, `refusal`, not 2."),
    .init(
      "no result of an example",
      "    result: 164 gCO2e\n",
      "",
      "106:5 examples[0]: An example has exactly one of `result`, `refusal`, not 0."),
    .init(
      "a key that is no word",
      "exclusivity:\n",
      "exclusivity:\n  [a]: b\n",
      "100:3 exclusivity: A key is expected here: one word before the colon."),
  ]
}
