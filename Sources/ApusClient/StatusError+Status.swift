public import ApusAPI
public import ApusJSON

extension StatusError {
    /// The error that a `Status` object tells.
    public init(reported status: JSONValue) {
        let code = Int(status["code"].int ?? 500)
        let reason = Reason(rawValue: status["reason"].string ?? "") ?? .ofCode(code)
        var details: Details?
        let source = status["details"]
        if source.object != nil {
            details = Details(
                name: source["name"].string ?? "", group: source["group"].string ?? "",
                kind: source["kind"].string ?? "", uid: source["uid"].string ?? "",
                causes: source["causes"].elements.map { cause in
                    Cause(
                        reason: cause["reason"].string ?? "", message: cause["message"].string ?? "",
                        field: cause["field"].string ?? "")
                },
                retryAfterSeconds: Int(source["retryAfterSeconds"].int ?? 0))
        }
        self.init(code: code, reason: reason, message: status["message"].string ?? "", details: details)
    }

    /// The error that a `Status` object tells, as a watch delivers it.
    public init(reported status: APIObject) { self.init(reported: status.tree) }
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
