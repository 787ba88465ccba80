import Glibc

/// Reads one container's log file. Blocks while it follows, so it has a thread of its own.
struct LogReader {
    let path: String
    let options: LogOptions

    enum Failure: Error, Equatable {
        /// The file cannot be read; the text says why.
        case unreadable(String)
    }

    /// Gives `emit` what the client is to see, in pieces, until the end of the file, or while following until
    /// `isRunning` says no and all has been read. `emit` returns false when no more is wanted. `wake` is a descriptor
    /// that becomes readable when the caller wants the follow to look again: the container ended, the client left.
    func read(wake: Int32?, isRunning: () -> Bool, emit: ([UInt8]) -> Bool) throws(Failure) {
        var file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable("open \(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        if let lines = options.tailLines { lseek(file, tailOffset(file, lines: lines), SEEK_SET) }

        var output = LogOutput(options)
        var pending: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        let watch = options.follow ? Watch(path) : nil
        defer { watch?.end() }
        while true {
            // Asked before reading, so that what was written before the end is not missed.
            let running = options.follow && isRunning()
            let count = Glibc.read(file, &chunk, chunk.count)
            if count > 0 {
                pending.append(contentsOf: chunk[..<count])
                let rest = output.take(&pending)
                if !rest.isEmpty, !emit(rest) { return }
                if output.isFull { return }
                continue
            }
            if let next = reopened(file) {
                close(file)
                file = next
                continue
            }
            guard running, let watch else { return }
            watch.wait(or: wake)
        }
    }

    /// The file that has taken the name since `file` was opened, when there is one (it was rotated).
    private func reopened(_ file: Int32) -> Int32? {
        guard options.follow else { return nil }
        var mine = stat()
        var named = stat()
        guard fstat(file, &mine) == 0, stat(path, &named) == 0, mine.st_ino != named.st_ino else { return nil }
        let next = open(path, O_RDONLY | O_CLOEXEC)
        return next >= 0 ? next : nil
    }

    /// Where the last `lines` lines begin.
    private func tailOffset(_ file: Int32, lines: Int) -> off_t {
        var position = lseek(file, 0, SEEK_END)
        guard lines > 0 else { return position }
        var missing = lines
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        var isLast = true
        while position > 0 {
            let size = min(position, off_t(chunk.count))
            position -= size
            guard pread(file, &chunk, Int(size), position) == Int(size) else { return 0 }
            for index in stride(from: Int(size) - 1, through: 0, by: -1) where chunk[index] == UInt8(ascii: "\n") {
                if isLast {
                    // The newline that ends the last line begins none.
                    isLast = false
                    continue
                }
                missing -= 1
                if missing == 0 { return position + off_t(index) + 1 }
            }
            isLast = false
        }
        return 0
    }

    /// Waits until the file or its folder changes.
    private struct Watch {
        let descriptor: Int32

        init?(_ path: String) {
            descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
            guard descriptor >= 0 else { return nil }
            inotify_add_watch(descriptor, path, UInt32(IN_MODIFY))
            let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            inotify_add_watch(descriptor, folder, UInt32(IN_CREATE | IN_MOVED_TO))
        }

        func wait(or wake: Int32?) {
            var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            if let wake { descriptors.append(pollfd(fd: wake, events: Int16(POLLIN), revents: 0)) }
            poll(&descriptors, nfds_t(descriptors.count), -1)
            var events = [UInt8](repeating: 0, count: 4096)
            while Glibc.read(descriptor, &events, events.count) > 0 {}
            if wake != nil { _ = wake.map { Glibc.read($0, &events, 8) } }
        }

        func end() { close(descriptor) }
    }
}
