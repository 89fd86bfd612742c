// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import MethodologyEngine
import Testing

@Suite struct ShippedDocumentTests {
  @Test(arguments: ShippedDocument.all)
  func `every shipped document is read, and is what its folder says`(
    document: ShippedDocument
  ) throws {
    let methodology = try MethodologyDocument.read(document.bytes)
    #expect(methodology.identity.description == document.name)
  }

  @Test(arguments: ShippedDocument.all)
  func `every shipped document survives its canonical form`(document: ShippedDocument) throws {
    let methodology = try MethodologyDocument.read(document.bytes)
    let bytes = MethodologyCodec.encode(methodology)
    #expect(bytes.count <= MethodologyLimits.canonicalBytes)
    let decoded = try MethodologyCodec.decode(bytes)
    #expect(decoded == methodology)
    #expect(MethodologyCodec.encode(decoded) == bytes)
  }
}
