import NIOCore

extension HTTPBodyWriter {
    /// Gives the connection what it can take now. On `eventLoop`, afterwards either `pendingBytes` is 0, or `onDrain` is
    /// called when the connection has taken the rest.
    public func flush() {
        if eventLoop.inEventLoop { flushNow() } else { eventLoop.execute { self.flushNow() } }
    }
}
