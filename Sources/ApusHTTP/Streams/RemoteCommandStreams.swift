public import ApusJSON
public import NIOCore
import NIOHTTP1

/// The streams of one `exec` or `attach`, however the client opened them (upstream's
/// `kubelet/pkg/cri/streaming/remotecommand`).
///
/// The owner runs the command, copies, and ends with `finish`, once.
public struct RemoteCommandStreams: Sendable {
    /// Which streams the request asks for (`PodExecOptions`, `PodAttachOptions`).
    public struct Options: Sendable, Equatable {
        public var stdin: Bool
        public var stdout: Bool
        public var stderr: Bool
        /// With a terminal there is no `stderr` of its own.
        public var tty: Bool

        public init(stdin: Bool, stdout: Bool, stderr: Bool, tty: Bool) {
            self.stdin = stdin
            self.stdout = stdout
            self.stderr = stderr && !tty
            self.tty = tty
        }
    }

    public struct TerminalSize: Sendable, Equatable {
        public var width: Int
        public var height: Int

        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// `v5.channel.k8s.io`, …; "" where the client named none.
    public let protocolVersion: String
    /// What the client types; nil where it asked for none.
    public let stdin: RemoteInput?
    /// Where the command's output goes; nil where the client asked for none.
    public let stdout: RemoteStream?
    public let stderr: RemoteStream?
    let error: RemoteStream
    let resize: RemoteInput?
    let transport: any RemoteTransport

    /// The sizes of the client's terminal, as it changes. One consumer.
    public var sizes: AsyncStream<TerminalSize> {
        guard let resize else { return AsyncStream { $0.finish() } }
        return AsyncStream { continuation in
            let task = Task {
                var text = ByteBuffer()
                for await part in resize {
                    text.writeImmutableBuffer(part)
                    while let size = TerminalSize(readingFrom: &text) { continuation.yield(size) }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Comes when the client is gone, or after `finish`.
    public var closed: EventLoopFuture<Void> { transport.closed }

    /// Reports how the command ended, a `Status` object as upstream's runtime makes it, and closes the connection.
    public func finish(_ status: JSONValue) async {
        let isSuccess = status["status"].string == "Success"
        let hasStatusObject = protocolVersion.hasPrefix("v4.") || protocolVersion.hasPrefix("v5.")
        if hasStatusObject {
            try? await error.write(ByteBuffer(bytes: Array(status.encoded().string.utf8)))
        } else if !isSuccess {
            try? await error.write(ByteBuffer(string: status["message"].string ?? ""))
        }
        await stdout?.finish()
        await stderr?.finish()
        await error.finish()
        transport.close()
    }
}

extension RemoteCommandStreams.TerminalSize {
    /// Takes one object `{"Width":80,"Height":24}` from the front of `text`; nil where none has come whole.
    init?(readingFrom text: inout ByteBuffer) {
        guard let end = text.readableBytesView.firstIndex(of: UInt8(ascii: "}")),
            let object = text.readBytes(length: end - text.readerIndex + 1),
            let value = try? JSONValue(parsing: Bytes(object))
        else { return nil }
        self.init(width: Int(value["Width"].int ?? 0), height: Int(value["Height"].int ?? 0))
    }
}
