// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import LedgerService
import Quantities
import Synchronization
import Testing

/// A clock that jumps, within a session and from one to the next.
@Suite struct ClockTests {
  private final class JumpingClock: Sendable {
    private let random: Mutex<SplitMix64>
    private let start: Timestamp

    init(seed: UInt64, start: Timestamp) {
      random = Mutex(SplitMix64(seed: seed))
      self.start = start
    }

    func now() -> Timestamp {
      start.adding(
        milliseconds: random.withLock { Int64.random(in: -3_600_000...3_600_000, using: &$0) })
    }
  }

  @Test(arguments: [1, 2, 3])
  func `the registered time goes on, whichever way the clock jumps`(seed: UInt64) async throws {
    let start = SystemClock.now()
    let ledger = try await ExampleLedger { start }
    let clock = JumpingClock(seed: seed, start: start)
    var number = 2
    for _ in 0..<4 {
      let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys) { clock.now() }
      try await ledger.register(number...(number + 4), session)
      number += 5
      try await session.close()
    }
    let reading = try await LedgerReading(ledger.paths)
    var times: [Timestamp] = []
    for index in 0..<reading.standpoint.size {
      let bytes = try reading.files.entry(at: index)
      times.append(try Entry(decoding: bytes.span).registered)
    }
    #expect(times.count == 21)
    #expect(times == times.sorted())
    #expect(Set(times).count > 1)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }
}
