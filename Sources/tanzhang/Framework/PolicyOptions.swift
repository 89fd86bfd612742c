// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The options of commands that ask for cosignatures.
struct PolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which witnesses must have cosigned (C2SP tlog-policy; default: $TANZHANG_POLICY).",
      valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "How old a cosignature may be: 90s, 10m, 36h, 7d.", valueName: "duration"))
  var maxAge: String?

  init() {}

  /// What is asked for; nil when no policy is given.
  func requirement(
    _ global: GlobalOptions
  ) throws(ServiceError) -> CosignatureRequirement? {
    guard let path = policy ?? ProcessSurroundings.variable("TANZHANG_POLICY") else {
      guard maxAge == nil else {
        throw .invalid(
          BilingualText("--max-age 须与 --policy 同用。", "--max-age goes with --policy."))
      }
      return nil
    }
    return CosignatureRequirement(
      try PolicyFile.read(path), freshness: try freshness(global))
  }

  /// The limit of age; nil when there is none.
  func freshness(_ global: GlobalOptions) throws(ServiceError) -> CosignatureFreshness? {
    guard let maxAge else { return nil }
    return CosignatureFreshness(
      now: try global.seconds(), maximumAge: try Input.duration(maxAge, "--max-age"))
  }
}
