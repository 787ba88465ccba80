/// The errors of the API, with upstream's codes, reasons and messages (apimachinery's `api/errors`). `resource` is what
/// `Definition.gvr` gives; messages name it as `deployments.apps`.
extension StatusError {
    /// 404: `pods "x" not found`.
    public static func notFound(_ resource: GroupVersionResource, _ name: String) -> StatusError {
        StatusError(
            code: 404, reason: .notFound, message: "\(resource.qualified) \(GoText.quoted(name)) not found",
            details: Details(name: name, group: resource.group, kind: resource.resource))
    }

    /// 404 for a path that leads nowhere.
    public static var noSuchPath: StatusError {
        StatusError(
            code: 404, reason: .notFound, message: "the server could not find the requested resource",
            details: Details())
    }

    /// 409: `pods "x" already exists`.
    public static func alreadyExists(_ resource: GroupVersionResource, _ name: String) -> StatusError {
        StatusError(
            code: 409, reason: .alreadyExists, message: "\(resource.qualified) \(GoText.quoted(name)) already exists",
            details: Details(name: name, group: resource.group, kind: resource.resource))
    }

    /// 409: no free name was found for a `generateName`.
    public static func generatedNameConflict(_ resource: GroupVersionResource, _ name: String) -> StatusError {
        var error = alreadyExists(resource, name)
        error.message += ", the server was not able to generate a unique name for the object"
        error.details?.retryAfterSeconds = 1
        return error
    }

    /// 409: `Operation cannot be fulfilled on pods "x": …`.
    public static func conflict(
        _ resource: GroupVersionResource, _ name: String, _ why: String = StatusError.modified
    ) -> StatusError {
        StatusError(
            code: 409, reason: .conflict,
            message: "Operation cannot be fulfilled on \(resource.qualified) \(GoText.quoted(name)): \(why)",
            details: Details(name: name, group: resource.group, kind: resource.resource))
    }

    /// Why an update with an old resourceVersion fails.
    public static let modified =
        "the object has been modified; please apply your changes to the latest version and try again"

    /// 409: an object is there with another uid or resourceVersion than the request demands.
    ///
    /// - Parameter key: Where it is stored, which upstream's message shows.
    public static func preconditionFailed(
        _ resource: GroupVersionResource, _ name: String, key: String, _ what: String, expected: String, found: String
    ) -> StatusError {
        conflict(
            resource, name,
            "StorageError: invalid object, Code: 4, Key: \(key), ResourceVersion: 0, AdditionalErrorMsg: "
                + "Precondition failed: \(what) in precondition: \(expected), \(what) in object meta: \(found)")
    }

    /// 403: `pods "x" is forbidden: …`.
    public static func forbidden(_ resource: GroupVersionResource, _ name: String, _ why: String) -> StatusError {
        let message =
            resource.resource.isEmpty
            ? "forbidden: \(why)"
            : name.isEmpty
                ? "\(resource.qualified) is forbidden: \(why)"
                : "\(resource.qualified) \(GoText.quoted(name)) is forbidden: \(why)"
        return StatusError(
            code: 403, reason: .forbidden, message: message,
            details: Details(name: name, group: resource.group, kind: resource.resource))
    }

    /// 401.
    public static func unauthorized(_ message: String = "Unauthorized") -> StatusError {
        StatusError(code: 401, reason: .unauthorized, message: message)
    }

    /// 400.
    public static func badRequest(_ message: String) -> StatusError {
        StatusError(code: 400, reason: .badRequest, message: message)
    }

    /// 405: `update is not supported on resources of kind "pods"`.
    public static func methodNotSupported(_ resource: GroupVersionResource, _ action: String) -> StatusError {
        StatusError(
            code: 405, reason: .methodNotAllowed,
            message: "\(action) is not supported on resources of kind \(GoText.quoted(resource.qualified))",
            details: Details(group: resource.group, kind: resource.resource))
    }

    /// 410 for a list or watch at a revision that was compacted.
    public static func expired(_ message: String) -> StatusError {
        StatusError(code: 410, reason: .expired, message: message)
    }

    /// 410.
    public static func gone(_ message: String) -> StatusError {
        StatusError(code: 410, reason: .gone, message: message)
    }

    /// 429: the server is busy; clients wait `retryAfter` seconds.
    public static func tooManyRequests(_ message: String, retryAfter: Int = 1) -> StatusError {
        StatusError(
            code: 429, reason: .tooManyRequests, message: message, details: Details(retryAfterSeconds: retryAfter))
    }

    /// 500: `Internal error occurred: …`.
    public static func internalError(_ message: String) -> StatusError {
        StatusError(
            code: 500, reason: .internalError, message: "Internal error occurred: \(message)",
            details: Details(causes: [Cause(reason: "", message: message)]))
    }

    /// 500: the operation could not be done in time; whether it was done is unknown.
    public static func serverTimeout(
        _ resource: GroupVersionResource, _ operation: String, retryAfter: Int = 0
    ) -> StatusError {
        StatusError(
            code: 500, reason: .serverTimeout,
            message: "The \(operation) operation against \(resource.qualified) could not be completed at this time, "
                + "please try again.",
            details: Details(
                name: operation, group: resource.group, kind: resource.resource, retryAfterSeconds: retryAfter))
    }

    /// 504: `Timeout: …`.
    public static func timeout(_ message: String, retryAfter: Int = 0) -> StatusError {
        StatusError(
            code: 504, reason: .timeout, message: "Timeout: \(message)",
            details: Details(retryAfterSeconds: retryAfter))
    }

    /// 503.
    public static func serviceUnavailable(_ message: String) -> StatusError {
        StatusError(code: 503, reason: .serviceUnavailable, message: message)
    }

    /// 413: `Request entity too large: …`.
    public static func requestEntityTooLarge(_ message: String) -> StatusError {
        StatusError(
            code: 413, reason: .requestEntityTooLarge, message: "Request entity too large: \(message)")
    }

    /// 406: the client accepts none of `accepted`.
    public static func notAcceptable(_ accepted: [String]) -> StatusError {
        notAcceptable("only the following media types are accepted: \(accepted.joined(separator: ", "))")
    }

    /// 406: what is there cannot be turned into what the client asks for.
    public static func notAcceptable(_ message: String) -> StatusError {
        StatusError(code: 406, reason: .notAcceptable, message: message)
    }

    /// 415: the body has none of the types in `accepted`.
    public static func unsupportedMediaType(_ accepted: [String]) -> StatusError {
        StatusError(
            code: 415, reason: .unsupportedMediaType,
            message: "the body of the request was in an unknown format - accepted media types include: "
                + accepted.joined(separator: ", "))
    }

    /// 422 with a cause for each error: `Pod "x" is invalid: spec.containers: Required value`, or
    /// `… is invalid: [a, b]`.
    public static func invalid(group: String, kind: String, name: String, _ errors: FieldErrors) -> StatusError {
        let qualified = group.isEmpty ? kind : "\(kind).\(group)"
        var texts: [String] = []
        for error in errors.all where !texts.contains(error.description) { texts.append(error.description) }
        let list = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
        return StatusError(
            code: 422, reason: .invalid,
            message: "\(qualified) \(GoText.quoted(name)) is invalid" + (texts.isEmpty ? "" : ": \(list)"),
            details: Details(
                name: name, group: group, kind: kind,
                causes: errors.all.map { Cause(reason: $0.kind.rawValue, message: $0.body, field: $0.field) }))
    }

    /// 409 of a server-side apply, with a cause for each field that others own.
    public static func applyConflict(_ causes: [Cause], _ message: String) -> StatusError {
        StatusError(code: 409, reason: .conflict, message: message, details: Details(causes: causes))
    }
}

extension GroupVersionResource {
    /// `pods`, `deployments.apps`: how messages name the resource.
    public var qualified: String { group.isEmpty ? resource : "\(resource).\(group)" }
}
