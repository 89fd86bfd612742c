// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The command line of Tanzhang.
@main
struct Tanzhang: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tanzhang")
}
