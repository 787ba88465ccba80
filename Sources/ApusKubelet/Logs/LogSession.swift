import ApusHTTP
import CLinux
import Glibc
import NIOCore
import Synchronization

/// One client that reads a log. The reader has a thread; what it waits for comes through a descriptor.
final class LogSession: Sendable {
    /// A client that is behind by more than this is waited for.
    private static let maximumPending = 1 << 20

    private struct State {
        var isRunning: Bool
        var isOpen = true
    }

    private let writer: HTTPBodyWriter
    private let wake = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    private let state: Mutex<State>

    /// - Parameter isRunning: whether the container may still write.
    init(writer: HTTPBodyWriter, isRunning: Bool) {
        self.writer = writer
        state = Mutex(State(isRunning: isRunning))
        writer.onDrain { [weak self] in self?.signal() }
        writer.onClose { [weak self] in self?.leave() }
    }

    deinit { if wake >= 0 { close(wake) } }

    /// The container has ended.
    func end() {
        state.withLock { $0.isRunning = false }
        signal()
    }

    private func leave() {
        state.withLock { $0.isOpen = false }
        signal()
    }

    private func signal() {
        var one: UInt64 = 1
        _ = write(wake, &one, 8)
    }

    /// Sends the log until everything is sent, and while following until the container has ended or the client left.
    /// Blocks.
    func send(_ path: String, _ options: LogOptions) {
        do throws(LogReader.Failure) {
            try LogReader(path: path, options: options).read(
                wake: wake, isRunning: { state.withLock { $0.isRunning && $0.isOpen } }, emit: emit)
        } catch {
            // The head has been sent: the client sees an answer that is cut off.
            return writer.abort()
        }
        writer.finish()
    }

    private func emit(_ bytes: [UInt8]) -> Bool {
        writer.write(ByteBuffer(bytes: bytes))
        while writer.pendingBytes > Self.maximumPending, state.withLock({ $0.isOpen }) {
            var descriptor = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
            poll(&descriptor, 1, -1)
            var count: UInt64 = 0
            _ = read(wake, &count, 8)
        }
        return state.withLock { $0.isOpen }
    }
}
