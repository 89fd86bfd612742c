// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct GoldenTests {
  @Test func `there are golden files and the command has been built`() {
    #expect(GoldenFile.all.count >= 3)
    #expect(BuiltCommand.isBuilt)
  }

  @Test(arguments: GoldenFile.all)
  func `every command prints what its golden file says`(file: GoldenFile) throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    #expect(!file.steps.isEmpty)
    for step in file.steps {
      for (name, text) in step.files { try command.write(text, to: name) }
      let result = try command.run(GoldenFile.arguments(of: step.command))
      let place = "\(file.name):\(step.line) $ \(step.command)"
      #expect(GoldenFile.normalized(result.output) == step.output, "\(place)")
      #expect(GoldenFile.normalized(result.messages) == step.messages, "\(place)")
      #expect(result.code == step.code, "\(place)")
    }
  }
}

/// The reader of golden files must see what is wrong.
@Suite struct GoldenFileTests {
  @Test func `a step has its files, its output, its messages and its exit code`() {
    let file = GoldenFile(
      name: "sample", text: "# why\n@ a.csv\nx,y\n@\n$ import a.csv\nrow\n! refused\n>= 5\n$ next\n"
    )
    #expect(
      file.steps == [
        GoldenFile.Step(
          line: 5, command: "import a.csv", output: ["row"], messages: ["refused"], code: 5,
          files: ["a.csv": "x,y\n"]),
        GoldenFile.Step(line: 9, command: "next"),
      ])
  }

  @Test func `quotes hold an argument together`() {
    #expect(
      GoldenFile.arguments(of: #"balance "Example Solar" --source """#)
        == ["balance", "Example Solar", "--source", ""])
  }

  @Test func `only digests, keys and signatures are normalised`() {
    let digest = String(repeating: "ab", count: 32)
    #expect(GoldenFile.normalized("entry 7 \(digest)\n") == ["entry 7 <hex>"])
    #expect(GoldenFile.normalized("EXPVBASE230701N04 13579246") == ["EXPVBASE230701N04 13579246"])
  }
}
