// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import Testing
import TransparencyLog

/// The eight leaves that Certificate Transparency implementations share.
struct PublishedTreeTests {
  static let entries: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57], Array(0x60...0x6f),
  ]

  static let roots: [HashFunction: [String]] = [
    .sha256: [
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ],
    .sm3: [
      "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
      "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
      "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
      "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
      "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
      "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
      "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
      "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
      "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38",
    ],
  ]

  static let leaf5Path = [
    "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
    "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
    "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
  ]

  static func source(_ function: HashFunction) -> MemoryLog {
    var source = MemoryLog()
    for entry in entries { source.append(function.leafHash(of: entry.span), level: 0) }
    return source
  }

  @Test(arguments: [HashFunction.sha256, .sm3])
  func `growing the tree gives the published roots`(function: HashFunction) throws {
    let expected = try #require(Self.roots[function])
    var tree = CompactRange(function: function)
    #expect(tree.root().hexadecimal == expected[0])
    for (count, entry) in Self.entries.enumerated() {
      tree.append(function.leafHash(of: entry.span))
      #expect(tree.root().hexadecimal == expected[count + 1])
      #expect(tree.size == UInt64(count + 1))
    }
  }

  @Test(arguments: [HashFunction.sha256, .sm3])
  func `reading the stored tree gives the published roots`(function: HashFunction) throws {
    let expected = try #require(Self.roots[function])
    for size in 0...UInt64(8) {
      let reader = TileHashReader(
        source: Self.source(function), size: size, function: function)
      let root = try treeRoot(size: size, reader: reader, function: function)
      #expect(root.hexadecimal == expected[Int(size)])
    }
  }

  @Test(arguments: [
    (5, 8, leaf5Path), (2, 3, ["+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="]), (0, 1, []),
  ])
  func `inclusion paths are the published ones`(
    index: Int, size: Int, path: [String]
  ) throws {
    let reader = TileHashReader(
      source: Self.source(.sha256), size: UInt64(size), function: .sha256)
    let proof = try InclusionProof.prove(
      index: UInt64(index), size: UInt64(size), reader: reader, function: .sha256)
    #expect(proof.path.map(\.base64) == path)
  }

  @Test(arguments: [
    (6, 8, ["DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", leaf5Path[1], leaf5Path[2]]),
    (2, 5, ["Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=", leaf5Path[0]]),
    (
      6, 7,
      [
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
        "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=", leaf5Path[2],
      ]
    ),
  ])
  func `consistency paths are the published ones`(
    oldSize: Int, newSize: Int, path: [String]
  ) throws {
    let reader = TileHashReader(
      source: Self.source(.sha256), size: UInt64(newSize), function: .sha256)
    let proof = try ConsistencyProof.prove(
      oldSize: UInt64(oldSize), newSize: UInt64(newSize), reader: reader, function: .sha256)
    #expect(proof.path.map(\.base64) == path)
  }
}

/// The positive and negative probes of transparency-dev/merkle.
@Suite(.enabled(if: PublishedVectors.folder != nil, "the published vectors are not here"))
struct PublishedProbeTests {
  struct InclusionProbe: Decodable {
    let leafIdx, treeSize: UInt64
    let root, leafHash: String
    let proof: [String]?
    let wantErr: Bool
  }

  struct ConsistencyProbe: Decodable {
    let size1, size2: UInt64
    let root1, root2: String
    let proof: [String]?
    let wantErr: Bool
  }

  /// Hashes as the probe spells them, or nil when one has not 32 bytes: refused by type.
  private func digests(_ texts: [String]) -> [Digest]? {
    let hashes = texts.compactMap { text in
      Base64.decode(text).flatMap { Digest(bytes: $0) }
    }
    return hashes.count == texts.count ? hashes : nil
  }

  @Test func `every inclusion probe is judged as published`() throws {
    let files = try PublishedVectors.jsonFiles(below: "merkle/testdata/inclusion")
    #expect(files.count == 98)
    for file in files {
      let probe = try JSONDecoder().decode(
        InclusionProbe.self, from: Data(try PublishedVectors.bytes(file)))
      let isValid: Bool
      if let path = digests(probe.proof ?? []),
        let ends = digests([probe.leafHash, probe.root])
      {
        let proof = InclusionProof(index: probe.leafIdx, size: probe.treeSize, path: path)
        isValid = succeeds { () throws(TransparencyLogError) in
          try proof.verify(leafHash: ends[0], root: ends[1], function: .sha256)
        }
      } else {
        isValid = false
      }
      #expect(isValid == !probe.wantErr, "\(file)")
    }
  }

  @Test func `every consistency probe is judged as published`() throws {
    let files = try PublishedVectors.jsonFiles(below: "merkle/testdata/consistency")
    #expect(files.count == 98)
    // Equal roots of nine bytes: other libraries compare them, a Digest cannot hold them.
    let unrepresentable = "additional/sizes-are-equal-one-and-proof-is-empty.json"
    for file in files where !file.hasSuffix(unrepresentable) {
      let probe = try JSONDecoder().decode(
        ConsistencyProbe.self, from: Data(try PublishedVectors.bytes(file)))
      let isValid: Bool
      if let path = digests(probe.proof ?? []), let roots = digests([probe.root1, probe.root2]) {
        let proof = ConsistencyProof(oldSize: probe.size1, newSize: probe.size2, path: path)
        isValid = succeeds { () throws(TransparencyLogError) in
          try proof.verify(oldRoot: roots[0], newRoot: roots[1], function: .sha256)
        }
      } else {
        isValid = false
      }
      #expect(isValid == !probe.wantErr, "\(file)")
    }
  }
}

/// Whether a verification does not throw.
func succeeds(_ verification: () throws(TransparencyLogError) -> Void) -> Bool {
  do {
    try verification()
    return true
  } catch {
    return false
  }
}
