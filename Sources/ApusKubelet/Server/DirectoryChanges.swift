import CLinux
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Tells of changes in folders, through one inotify descriptor that an event loop reads (inotify(7)).
final class DirectoryChanges: Sendable {
    typealias Watcher = AsyncStream<Void>.Continuation

    private struct State {
        var descriptor: Int32 = -1
        var channel: (any Channel)?
        var watches: [String: Int32] = [:]
        var watchers: [Int32: [Int: Watcher]] = [:]
        var nextID = 0
    }

    private let group: any EventLoopGroup
    private let state = Mutex(State())

    init(group: any EventLoopGroup) { self.group = group }

    /// An element, without more, after something in the folder was written, made or renamed.
    func changes(in directory: String) throws(FileError) -> AsyncStream<Void> {
        let (stream, watcher) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let error = state.withLock { state -> FileError? in
            if state.descriptor < 0 {
                state.descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
                guard state.descriptor >= 0 else { return FileError("inotify_init", directory) }
            }
            let mask = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_ATTRIB)
            let watch = inotify_add_watch(state.descriptor, directory, mask)
            guard watch >= 0 else { return FileError("inotify_add_watch", directory) }
            let id = state.nextID
            state.nextID += 1
            state.watches[directory] = watch
            state.watchers[watch, default: [:]][id] = watcher
            watcher.onTermination = { [weak self] _ in self?.end(id, watch, directory) }
            return nil
        }
        if let error { throw error }
        startReading()
        return stream
    }

    private func end(_ id: Int, _ watch: Int32, _ directory: String) {
        state.withLock { state in
            state.watchers[watch]?[id] = nil
            guard state.watchers[watch]?.isEmpty ?? false else { return }
            state.watchers[watch] = nil
            state.watches[directory] = nil
            inotify_rm_watch(state.descriptor, watch)
        }
    }

    private func startReading() {
        let descriptor = state.withLock { state -> Int32? in
            state.channel == nil ? dup(state.descriptor) : nil
        }
        guard let descriptor, descriptor >= 0 else { return }
        NIOPipeBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(EventReader { [weak self] in self?.notify($0) })
                }
            }
            .takingOwnershipOfDescriptor(input: descriptor)
            .whenSuccess { [weak self] channel in
                let isFirst = self?.state.withLock { state in
                    if state.channel == nil { state.channel = channel }
                    return state.channel === channel
                }
                if isFirst != true { channel.close(promise: nil) }
            }
    }

    private func notify(_ watch: Int32) {
        let watchers = state.withLock { Array($0.watchers[watch, default: [:]].values) }
        for watcher in watchers { watcher.yield() }
    }

    func close() {
        let (channel, descriptor) = state.withLock { state in
            defer {
                state.channel = nil
                state.descriptor = -1
            }
            return (state.channel, state.descriptor)
        }
        channel?.close(promise: nil)
        if descriptor >= 0 { Glibc.close(descriptor) }
    }
}

/// Takes `inotify_event`s apart: watch, mask, cookie and the length of a name that follows.
private final class EventReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let report: (Int32) -> Void

    init(_ report: @escaping (Int32) -> Void) { self.report = report }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        while let watch = buffer.readInteger(endianness: .host, as: Int32.self) {
            buffer.moveReaderIndex(forwardBy: min(8, buffer.readableBytes))
            guard let length = buffer.readInteger(endianness: .host, as: UInt32.self) else { return }
            buffer.moveReaderIndex(forwardBy: min(Int(length), buffer.readableBytes))
            report(watch)
        }
    }
}
