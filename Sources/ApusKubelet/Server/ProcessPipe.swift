import CLinux
import Glibc
import NIOCore
import NIOPosix

/// A pipe between a client's stream, which an event loop serves, and a process, which the runtime serves.
struct ProcessPipe {
    /// What the runtime gets; it is closed with `closeRuntimeEnd`.
    let runtimeEnd: Int32
    private let ownEnd: Int32

    /// - Parameter toProcess: whether the process reads it.
    init(toProcess: Bool) throws(FileError) {
        var ends: [Int32] = [-1, -1]
        let result = clinux_pipe(&ends)
        guard result == 0 else { throw FileError("pipe", "", -result) }
        (runtimeEnd, ownEnd) = toProcess ? (ends[0], ends[1]) : (ends[1], ends[0])
    }

    func closeRuntimeEnd() { close(runtimeEnd) }

    /// Gives what the process writes to `take` until the process has closed its end; throws what `take` throws.
    func drain(_ group: any EventLoopGroup, _ take: @Sendable (ByteBuffer) async throws -> Void) async throws {
        let channel = try await NIOPipeBootstrap(group: group)
            .takingOwnershipOfDescriptor(input: ownEnd) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound in
            for try await buffer in inbound { try await take(buffer) }
        }
    }

    /// Gives the process what `source` yields, and then the end of its input.
    func fill<S: AsyncSequence>(_ group: any EventLoopGroup, from source: S) async
    where S.Element == ByteBuffer, S: Sendable {
        do {
            let channel = try await NIOPipeBootstrap(group: group).takingOwnershipOfDescriptor(output: ownEnd).get()
            try await withTaskCancellationHandler {
                for try await buffer in source { try await channel.writeAndFlush(buffer) }
                try await channel.close()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            // The process does not read any more: what the client still sends is for nobody.
        }
    }
}
