// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine

/// A methodology as its author writes it: a YAML document.
public enum MethodologyDocument {
  /// Reads a document, or says everything that is wrong with it, by line and column.
  public static func read(_ bytes: [UInt8]) throws(MethodologyProblems) -> Methodology {
    preconditionFailure("to be written")
  }
}
