import ApusAPI
import ApusHTTP
import Glibc
import NIOCore

/// Sends a container's log to a client, and what comes to it while the container runs where that is asked for.
struct LogStream: Sendable {
    private static let chunk = 64 << 10
    /// A client that is behind by more than this is waited for.
    private static let maximumPending = 1 << 20

    let path: String
    let request: LogRequest
    let writer: HTTPBodyWriter
    let changes: DirectoryChanges
    /// Whether the container may still write.
    let isRunning: @Sendable () async -> Bool
    /// Elements when the container may have ended.
    let ends: AsyncStream<Void>

    /// Sends until everything is sent, the container has ended, or the task is cancelled.
    func run() async {
        var file = open(path, O_RDONLY | O_CLOEXEC)
        defer { if file >= 0 { close(file) } }
        guard file >= 0 else { return writer.finish() }
        if let lines = request.tailLines {
            lseek(file, ContainerLog.offset(ofLast: lines, in: file), SEEK_SET)
        }
        var filter = LogFilter(request)
        guard request.follow else {
            _ = await send(file, &filter)
            return writer.finish()
        }
        guard let directory = path.lastIndex(of: "/").map({ String(path[..<$0]) }),
            let changed = try? changes.changes(in: directory)
        else { return writer.finish() }
        var merged = Merge(changed, ends).makeAsyncIterator()
        repeat {
            let hasEnded = await !isRunning()
            guard await send(file, &filter) else { break }
            if hasEnded { break }
            if isReplaced(file) {
                close(file)
                file = open(path, O_RDONLY | O_CLOEXEC)
                guard file >= 0 else { break }
                guard await send(file, &filter) else { break }
            }
        } while await merged.next() != nil
        writer.finish()
    }

    /// The log was rotated: another file has its name.
    private func isReplaced(_ file: Int32) -> Bool {
        var own = stat()
        var named = stat()
        return fstat(file, &own) == 0 && stat(path, &named) == 0 && own.st_ino != named.st_ino
    }

    /// Sends what the file holds from here on; false when nothing more is wanted.
    private func send(_ file: Int32, _ filter: inout LogFilter) async -> Bool {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while !Task.isCancelled {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return true }
            let output = filter.add(buffer[..<count])
            if !output.isEmpty { writer.write(ByteBuffer(bytes: output)) }
            if filter.isFull { return false }
            if writer.pendingBytes > Self.maximumPending { await drained() }
        }
        return false
    }

    private func drained() async {
        let (stream, signal) = AsyncStream.makeStream(of: Void.self)
        writer.onDrain { signal.yield() }
        writer.onClose { signal.finish() }
        writer.flush()
        for await _ in stream { break }
    }
}

/// Turns CRI's lines into what the client asked for.
struct LogFilter {
    private let request: LogRequest
    private var rest: [UInt8] = []
    private var left: Int?
    private var isLineStart = true

    init(_ request: LogRequest) {
        self.request = request
        left = request.limitBytes
    }

    /// Whether the client has as many bytes as it wanted.
    var isFull: Bool { left == 0 }

    /// Takes bytes of the file, and returns what is to be sent of the lines that are complete.
    mutating func add(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        rest += bytes
        var output: [UInt8] = []
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[start..<end], to: &output)
            start = end + 1
        }
        rest.removeFirst(start)
        guard let limit = left else { return output }
        let some = output.prefix(limit)
        left = limit - some.count
        return Array(some)
    }

    private mutating func append(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard let parts = ContainerLog.parse(line) else { return }
        if let since = request.since,
            let time = Timestamp(rfc3339: String(decoding: parts.time, as: UTF8.self)), time < since
        {
            return
        }
        if request.timestamps, isLineStart {
            output += parts.time
            output.append(UInt8(ascii: " "))
        }
        output += parts.text
        if !parts.isPartial { output.append(UInt8(ascii: "\n")) }
        isLineStart = !parts.isPartial
    }
}

/// Two streams of signals as one, which ends with the first that ends.
private struct Merge: AsyncSequence {
    typealias Element = Void
    private let stream: AsyncStream<Void>

    init(_ a: AsyncStream<Void>, _ b: AsyncStream<Void>) {
        let (stream, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let tasks = [a, b].map { source in
            Task {
                for await _ in source { signal.yield() }
                signal.finish()
            }
        }
        signal.onTermination = { _ in for task in tasks { task.cancel() } }
        self.stream = stream
    }

    func makeAsyncIterator() -> AsyncStream<Void>.AsyncIterator { stream.makeAsyncIterator() }
}
