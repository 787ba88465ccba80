import Glibc
import NIOCore
import NIOPosix

extension HTTPUpstream.Failure {
    /// What went wrong on the way to `host:port`, in the words of Go's `net` where it has some.
    public func reason(_ host: String, _ port: Int) -> String {
        switch self {
        case .connect(let error):
            "dial tcp \(host.contains(":") ? "[\(host)]" : host):\(port): \(HTTPUpstream.Failure.words(error))"
        case .noAnswer(let error): error is ChannelError ? "EOF" : "\(error)"
        }
    }

    private static func words(_ error: any Error) -> String {
        if case .connectTimeout? = error as? ChannelError { return "i/o timeout" }
        let attempts = (error as? NIOConnectionError)?.connectionErrors
        guard let cause = error as? IOError ?? attempts?.first?.error as? IOError else { return "\(error)" }
        return switch cause.errnoCode {
        case ECONNREFUSED: "connect: connection refused"
        case EHOSTUNREACH: "connect: no route to host"
        case ENETUNREACH: "connect: network is unreachable"
        case ETIMEDOUT: "connect: connection timed out"
        default: "connect: \(cause)"
        }
    }
}
