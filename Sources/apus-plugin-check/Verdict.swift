import Glibc

/// What a check came to.
enum Verdict {
    case passed
    case skipped(String)
    case failed(String)

    /// How a subprocess says that it skipped its check.
    static let skippedStatus: Int32 = 3

    var word: String {
        switch self {
        case .passed: "ok"
        case .skipped: "skip"
        case .failed: "FAIL"
        }
    }

    var reason: String? {
        switch self {
        case .passed: nil
        case .skipped(let reason), .failed(let reason): reason
        }
    }

    /// Writes all of `text`, unbuffered.
    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Ends a subprocess with this verdict, without running what a plugin left for exit.
    func end() -> Never {
        if let reason { Verdict.write(reason, to: STDOUT_FILENO) }
        switch self {
        case .passed: _exit(0)
        case .skipped: _exit(Verdict.skippedStatus)
        case .failed: _exit(1)
        }
    }
}

/// Thrown by a check that has nothing to look at.
struct Skipped: Error {
    var reason: String
}

/// Thrown by a check that found something.
struct Flaw: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
