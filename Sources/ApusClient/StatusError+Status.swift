import ApusAPI
import ApusJSON

extension StatusError {
    /// The error that the server reported; what is no failed `Status` at all is an internal error.
    init(reported status: JSONValue) {
        self =
            StatusError(status: status)
            ?? StatusError(
                code: 500, reason: .internalError, message: "the server reported an error without saying which")
    }

    /// The error in an event of a watch.
    init(reported status: APIObject) { self.init(reported: status.tree) }
}

extension StatusError.Reason {
    /// What an answer without a `Status` means by its code (`NewGenericServerResponse`).
    static func ofCode(_ code: Int) -> StatusError.Reason {
        switch code {
        case 400: .badRequest
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 405: .methodNotAllowed
        case 406: .notAcceptable
        case 409: .conflict
        case 410: .gone
        case 413: .requestEntityTooLarge
        case 415: .unsupportedMediaType
        case 422: .invalid
        case 429: .tooManyRequests
        case 503: .serviceUnavailable
        case 504: .timeout
        case 500...: .internalError
        default: .unknown
        }
    }
}
