import Crypto
import Synchronization

/// Random numbers of cryptographic quality, made a page at a time: a system call for each would cost more than the rest
/// of what needs it. May be used from any thread.
final class RandomPool: Sendable {
    private let words = Mutex<[UInt64]>([])

    /// A generator that takes its numbers from the pool.
    var generator: Generator { Generator(pool: self) }

    struct Generator: RandomNumberGenerator {
        let pool: RandomPool

        mutating func next() -> UInt64 { pool.next() }
    }

    private func next() -> UInt64 {
        words.withLock { words in
            if words.isEmpty {
                SymmetricKey(size: SymmetricKeySize(bitCount: 256 * UInt64.bitWidth)).withUnsafeBytes { page in
                    words.append(contentsOf: page.bindMemory(to: UInt64.self))
                }
            }
            return words.removeLast()
        }
    }
}
