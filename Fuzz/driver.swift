// SPDX-License-Identifier: Apache-2.0
import FuzzTargets
import Glibc

// What libFuzzer calls; script/fuzz links it with the instrumented targets.
private let target: FuzzTarget = {
  let name = unsafe getenv("TANZHANG_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else { fatalError("TANZHANG_FUZZ_TARGET?") }
  return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  target.run(unsafe Array(UnsafeBufferPointer(start: data, count: count)))
  return 0
}
