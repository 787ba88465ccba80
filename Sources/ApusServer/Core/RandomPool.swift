import Glibc
import Synchronization

/// Random numbers of cryptographic quality, taken from the kernel 32 at a time: a system call for each would cost more
/// than the rest of what needs it. May be used from any thread.
final class RandomPool: Sendable {
    private struct Page {
        var words = [UInt64](repeating: 0, count: 32)
        var left = 0
    }

    private let page = Mutex(Page())

    /// A generator that takes its numbers from the pool.
    var generator: Generator { Generator(pool: self) }

    struct Generator: RandomNumberGenerator {
        let pool: RandomPool

        mutating func next() -> UInt64 { pool.next() }
    }

    private func next() -> UInt64 {
        page.withLock { page in
            if page.left == 0 {
                // 256 bytes are what one call gives; it fails only where the kernel has no such call.
                guard page.words.withUnsafeMutableBytes({ getentropy($0.baseAddress, $0.count) }) == 0 else {
                    var system = SystemRandomNumberGenerator()
                    return system.next()
                }
                page.left = page.words.count
            }
            page.left -= 1
            defer { page.words[page.left] = 0 }
            return page.words[page.left]
        }
    }
}
