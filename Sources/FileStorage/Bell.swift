// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A counting semaphore: rung by whoever brings work, awaited by the one thread that does it.
struct Bell: ~Copyable, Sendable {
  // The semaphore must not move, and a number may be shared between threads.
  private let address: UInt

  private var semaphore: UnsafeMutablePointer<sem_t> {
    guard let semaphore = unsafe UnsafeMutablePointer<sem_t>(bitPattern: address) else {
      preconditionFailure("the address came from an allocation")
    }
    return unsafe semaphore
  }

  init() {
    let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    let result = unsafe sem_init(semaphore, 0, 0)
    precondition(result == 0, "a semaphore that begins at 0 is valid")
    address = UInt(bitPattern: semaphore)
  }

  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  /// Lets the awaiting thread go on once.
  func ring() { _ = unsafe sem_post(semaphore) }

  /// Waits until it has been rung; a signal may end the wait early.
  func wait() { _ = unsafe sem_wait(semaphore) }
}
