import Glibc

/// A failure with the gRPC code that CRI reports it under.
struct RuntimeError: Error, CustomStringConvertible {
    enum Code: Int32 {
        case cancelled = 1
        case unknown = 2
        case invalidArgument = 3
        case deadlineExceeded = 4
        case notFound = 5
        case alreadyExists = 6
        case resourceExhausted = 8
        case failedPrecondition = 9
        case unimplemented = 12
        case `internal` = 13
        case unavailable = 14
        case dataLoss = 15
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    var description: String { message }

    static func notFound(_ message: String) -> RuntimeError { .init(.notFound, message) }
    static func invalid(_ message: String) -> RuntimeError { .init(.invalidArgument, message) }
    static func failed(_ message: String) -> RuntimeError { .init(.unknown, message) }
}

/// A system call that failed: what was done, to what, and errno.
struct SystemError: Error, CustomStringConvertible {
    let operation: String
    let path: String
    let errno: Int32

    init(_ operation: String, _ path: String = "", errno: Int32 = Glibc.errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    var description: String {
        let reason = String(cString: strerror(errno))
        return path.isEmpty ? "\(operation): \(reason)" : "\(operation) \(path): \(reason)"
    }
}

/// Runs a call that gives -1 and errno on failure, again when a signal interrupted it.
@discardableResult
func check<T: FixedWidthInteger & SignedInteger>(
    _ operation: @autoclosure () -> String, _ path: @autoclosure () -> String = "", _ call: () -> T
) throws(SystemError) -> T {
    while true {
        let result = call()
        if result >= 0 { return result }
        let error = errno
        if error != EINTR { throw SystemError(operation(), path(), errno: error) }
    }
}

/// Runs a call of `CLinux` that gives -errno on failure.
@discardableResult
func checkNegated(
    _ operation: @autoclosure () -> String, _ path: @autoclosure () -> String = "", _ call: () -> Int32
) throws(SystemError) -> Int32 {
    let result = call()
    if result < 0 { throw SystemError(operation(), path(), errno: -result) }
    return result
}
