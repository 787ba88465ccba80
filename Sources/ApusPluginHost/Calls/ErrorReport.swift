public import CApusPlugin

/// What a failed call said.
public struct ErrorReport: Sendable, Equatable {
    /// `apus_status`; or the `APUS_SCHEDULE_…` code of a scheduling call.
    public var status: Int32
    public var message: String

    /// Calls `body` with an `apus_error`; nil when it gives `APUS_OK`.
    public static func collect(_ body: (UnsafePointer<apus_error>) -> apus_status) -> ErrorReport? {
        var status = APUS_OK
        let message = withMessage { status = body($0) }
        if status == APUS_OK { return nil }
        return ErrorReport(status: status, message: message ?? "failed with status \(status) and no message")
    }

    /// Calls `body` with an `apus_error` and gives the last message that it got.
    public static func withMessage(_ body: (UnsafePointer<apus_error>) -> Void) -> String? {
        var message: String?
        withUnsafeMutablePointer(to: &message) { target in
            var error = apus_error(
                size: UInt32(MemoryLayout<apus_error>.size), reserved: 0, context: target,
                set: { error, text in
                    error?.pointee.context?.assumingMemoryBound(to: String?.self).pointee = String(text)
                })
            withUnsafePointer(to: &error, body)
        }
        return message
    }
}

/// Calls `body` with a sink and gives the joined pieces that it got and what `body` gave.
func withByteSink<R>(_ body: (UnsafePointer<apus_sink>) -> R) -> ([UInt8], R) {
    var bytes: [UInt8] = []
    let result = withUnsafeMutablePointer(to: &bytes) { target in
        var sink = apus_sink(
            size: UInt32(MemoryLayout<apus_sink>.size), reserved: 0, context: target,
            write: { sink, piece in
                guard let context = sink?.pointee.context else { return APUS_INVALID_ARGUMENT }
                let pieces = UnsafeRawBufferPointer(start: piece.ptr, count: piece.ptr == nil ? 0 : piece.len)
                context.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: pieces)
                return APUS_OK
            })
        return withUnsafePointer(to: &sink, body)
    }
    return (bytes, result)
}
