import NIOCore
import Synchronization

/// Stops reading a connection while its consumers leave too much lying.
final class InputGate: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer

    private let state = Mutex((kept: 0, isHeldBack: false))
    private let channel: any Channel
    private static let limit = 256 << 10

    init(channel: any Channel) { self.channel = channel }

    /// So many bytes wait for a consumer now; negative where it took them. From any thread.
    func add(_ count: Int) {
        let resumes = state.withLock { state in
            state.kept += count
            guard state.isHeldBack, state.kept < InputGate.limit / 2 else { return false }
            state.isHeldBack = false
            return true
        }
        if resumes { channel.read() }
    }

    func read(context: ChannelHandlerContext) {
        let isOpen = state.withLock { state in
            state.isHeldBack = state.kept >= InputGate.limit
            return !state.isHeldBack
        }
        if isOpen { context.read() }
    }
}
