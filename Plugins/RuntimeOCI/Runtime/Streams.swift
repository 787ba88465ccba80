import CArchive
import CLinux
import FoundationEssentials
import Glibc

/// Rows and columns of a terminal, as a line of the resize descriptor says them.
struct TerminalSize: Decodable {
    var width: UInt16
    var height: UInt16
}

/// Cuts lines out of what the resize descriptor gives.
struct ResizeLines {
    private var rest: [UInt8] = []

    /// Takes bytes in; gives the last size that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> TerminalSize? {
        rest += bytes
        var last: TerminalSize?
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(rest[..<end])
            rest.removeSubrange(...end)
            if let size = try? Documents.decode(TerminalSize.self, from: line, what: "size") { last = size }
        }
        return last
    }
}

/// Runs `body` with SIGPIPE held back on this thread: a reader that has gone is an error to handle, not a reason to die.
func withoutBrokenPipeSignal<Result>(_ body: () throws -> Result) rethrows -> Result {
    var pipe = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    defer {
        var none = timespec()
        while sigtimedwait(&pipe, nil, &none) == SIGPIPE {}
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    return try body()
}

/// Descriptors that one thread waits for together.
struct PollSet {
    private var polled: [pollfd] = []

    /// Adds a descriptor (-1 is left out by the kernel); gives its place.
    @discardableResult
    mutating func add(_ descriptor: Int32?, _ events: Int32 = POLLIN) -> Int {
        polled.append(pollfd(fd: descriptor ?? -1, events: Int16(events), revents: 0))
        return polled.count - 1
    }

    /// Waits; false when the time is over.
    mutating func wait(milliseconds: Int32 = -1) throws(SystemError) -> Bool {
        let count = poll(&polled, nfds_t(polled.count), milliseconds)
        if count < 0 && errno != EINTR { throw SystemError("poll") }
        return count != 0
    }

    func isReady(_ place: Int) -> Bool { polled[place].revents != 0 }
    func canRead(_ place: Int) -> Bool { polled[place].revents & Int16(POLLIN | POLLHUP) != 0 }

    /// Stops waiting for a descriptor.
    mutating func drop(_ place: Int) { polled[place].fd = -1 }
    func has(_ place: Int) -> Bool { polled[place].fd >= 0 }

    /// Whether what was written to has no reader any more.
    func isBroken(_ place: Int) -> Bool { polled[place].revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 }
}

/// Tells every stream at once to end: readable from `set` on.
struct Cancellation: ~Copyable, Sendable {
    let descriptor: Int32

    init() throws(SystemError) {
        descriptor = try check("eventfd") { eventfd(0, Int32(EFD_CLOEXEC)) }
    }

    deinit { close(descriptor) }

    func set() { eventfd_write(descriptor, 1) }
}
