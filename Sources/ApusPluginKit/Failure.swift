import CApusPlugin

/// Why a call of a component fails: what it throws, and the host reports.
///
/// Any other error that a component throws is reported as `.internalError` with its description.
public struct Failure: Error, Sendable, CustomStringConvertible {
    /// `apus_status` of `apus_plugin.h`; the numbers are gRPC's.
    public enum Status: Int32, Sendable, CaseIterable {
        case cancelled = 1
        case unknown
        case invalidArgument
        case deadlineExceeded
        case notFound
        case alreadyExists
        case permissionDenied
        case resourceExhausted
        case failedPrecondition
        case aborted
        case outOfRange
        case unimplemented
        case internalError
        case unavailable
        case dataLoss
        case unauthenticated
    }

    public var status: Status
    /// One line that names the object and the field.
    public var message: String

    public init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    public var description: String { message }
}

/// Runs `body`, and turns what it throws into a message for the host and a status.
func reporting(to target: UnsafePointer<apus_error>?, _ body: () throws -> Void) -> apus_status {
    do {
        try body()
        return APUS_OK
    } catch {
        let failure = error as? Failure ?? Failure(.internalError, String(describing: error))
        if let target, let set = target.pointee.set {
            failure.message.withPluginString { set(target, $0) }
        }
        return failure.status.rawValue
    }
}

/// Hands `bytes` to the host's sink.
func deliver(_ bytes: [UInt8], to sink: UnsafePointer<apus_sink>?) throws {
    guard let sink, let write = sink.pointee.write else { return }
    let status = bytes.withPluginString { write(sink, $0) }
    if status != APUS_OK {
        throw Failure(Failure.Status(rawValue: status) ?? .unknown, "the host refused the result")
    }
}
