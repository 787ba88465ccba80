import ApusAPI
import ApusStore

extension StatusError {
    /// 504 for a read that asks for a state which was not reached yet (apiserver's `storage/errors.go`).
    static func resourceVersionTooLarge(
        _ wanted: Revision, current: Revision, retryAfter: Int = 1
    ) -> StatusError {
        let message = "Too large resource version"
        var error = timeout("\(message): \(wanted), current: \(current)", retryAfter: retryAfter)
        error.details?.causes = [Cause(reason: "ResourceVersionTooLarge", message: message)]
        return error
    }

    /// What the store's failure means to a client.
    static func store(_ error: StoreError) -> StatusError {
        switch error {
        case .compacted: .expired("The resourceVersion for the provided list is too old.")
        case .future(let current): .resourceVersionTooLarge(current + 1, current: current)
        case .full: StatusError(code: 507, reason: .unknown, message: "the store is full: nothing can be written")
        case .closed: .serviceUnavailable("apiserver is shutting down")
        case .unavailable(let why): .serviceUnavailable("the store is unavailable: \(why)")
        case .unknownOutcome(let why): .timeout("the store did not answer, the write may have been done: \(why)")
        case .corrupt(let why): .internalError("the store is damaged: \(why)")
        case .leaseNotFound(let lease): .internalError("lease \(lease) not found")
        }
    }
}
