import CArchive
import CLinux
import Glibc
import Synchronization

/// Waits for ends of containers without polling: conmon's exit files by inotify, conmon itself by process descriptors (for
/// the case that it is killed and writes none).
final class ExitWatcher: Sendable {
    enum End {
        case exitFile(id: String)
        case conmonGone(id: String)
    }

    private let poll: Int32
    private let inotify: Int32
    private let stopping: Int32
    private let conmons = Mutex(Conmons())

    /// Descriptors of conmons. Events carry a mark that is never used again: a descriptor's number soon is, by another one.
    private struct Conmons {
        var byContainer: [String: (mark: UInt64, descriptor: Int32)] = [:]
        var byMark: [UInt64: String] = [:]
        var last: UInt64 = ExitWatcher.stoppingMark

        mutating func remove(_ id: String) {
            guard let known = byContainer.removeValue(forKey: id) else { return }
            byMark[known.mark] = nil
            close(known.descriptor)
        }
    }

    private static let inotifyMark: UInt64 = 0
    private static let stoppingMark: UInt64 = 1
    private let thread = Mutex<Thread?>(nil)

    init(directory: String) throws {
        poll = try check("epoll_create") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
        inotify = try check("inotify_init") { inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) }
        stopping = try check("eventfd") { eventfd(0, Int32(EFD_CLOEXEC)) }
        try check("inotify", directory) {
            inotify_add_watch(inotify, directory, UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE))
        }
        try add(inotify, Self.inotifyMark)
        try add(stopping, Self.stoppingMark)
    }

    deinit {
        for (_, known) in conmons.withLock({ $0.byContainer }) { close(known.descriptor) }
        for descriptor in [poll, inotify, stopping] { close(descriptor) }
    }

    private func add(_ descriptor: Int32, _ mark: UInt64) throws {
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: mark))
        try check("epoll_ctl") { epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) }
    }

    /// Starts the thread that calls `report`, one end at a time.
    func start(_ report: @escaping @Sendable (End) -> Void) throws {
        let started = try Thread { [self] in run(report) }
        thread.withLock { $0 = started }
    }

    /// Ends the thread; no call of `report` comes after this.
    func stop() {
        eventfd_write(stopping, 1)
        thread.withLock {
            $0?.join()
            $0 = nil
        }
    }

    /// Watches a container's conmon; false when it has ended already.
    func watch(_ id: String, _ conmon: ProcessIdentity) -> Bool {
        guard let descriptor = conmon.descriptor() else { return false }
        let mark = conmons.withLock { conmons in
            conmons.remove(id)
            conmons.last += 1
            conmons.byContainer[id] = (conmons.last, descriptor)
            conmons.byMark[conmons.last] = id
            return conmons.last
        }
        return (try? add(descriptor, mark)) != nil
    }

    func forget(_ id: String) { conmons.withLock { $0.remove(id) } }

    private func run(_ report: (End) -> Void) {
        var events = [epoll_event](repeating: epoll_event(), count: 32)
        while true {
            let count = epoll_wait(poll, &events, Int32(events.count), -1)
            if count < 0 && errno != EINTR { return }
            for event in events.prefix(Int(max(count, 0))) {
                let mark = event.data.u64
                if mark == Self.stoppingMark { return }
                if mark == Self.inotifyMark {
                    readNames { report(.exitFile(id: $0)) }
                } else if let id = conmons.withLock({ $0.byMark[mark] }) {
                    forget(id)
                    report(.conmonGone(id: id))
                }
            }
        }
    }

    private func readNames(_ body: (String) -> Void) {
        let size = 16384
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: size, alignment: MemoryLayout<inotify_event>.alignment)
        defer { buffer.deallocate() }
        while true {
            let count = read(inotify, buffer.baseAddress, size)
            if count <= 0 { return }
            var offset = 0
            let header = MemoryLayout<inotify_event>.size
            while offset + header <= count {
                let length = Int(buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self).len)
                let name = buffer[(offset + header)..<(offset + header + length)].prefix { $0 != 0 }
                offset += header + length
                // conmon writes aside and renames; the temporary name has a suffix.
                if !name.isEmpty && !name.contains(UInt8(ascii: ".")) { body(String(decoding: name, as: UTF8.self)) }
            }
        }
    }
}
