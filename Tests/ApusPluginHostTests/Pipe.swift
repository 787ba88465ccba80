import Glibc
import Testing

/// A pipe of the operating system, closed with this object.
final class Pipe: Sendable {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Up to `count` bytes.
    func read(_ count: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let received = Glibc.read(reading, &buffer, count)
        return Array(buffer.prefix(max(0, received)))
    }
}
