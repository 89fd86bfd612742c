// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The command `tanzhang methodology`.
struct MethodologyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methodology",
    abstract: "Write, check and file methodologies (方法学).",
    discussion: "Example: tanzhang methodology filed",
    subcommands: [
      MethodologyFileCommand.self, MethodologySuspendCommand.self, MethodologyResumeCommand.self,
      MethodologySupersedeCommand.self, MethodologyFiledCommand.self,
    ])
}
