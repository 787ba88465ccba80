/// An error as the Kubernetes API reports it: it maps one to one onto a `Status` object
/// (API conventions, "Response Status Kind").
public struct StatusError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `StatusReason` of apimachinery's meta/v1; the raw value is what goes over the wire.
    public enum Reason: String, Sendable, CaseIterable {
        case unknown = ""
        case unauthorized = "Unauthorized"
        case forbidden = "Forbidden"
        case notFound = "NotFound"
        case alreadyExists = "AlreadyExists"
        case conflict = "Conflict"
        case gone = "Gone"
        case invalid = "Invalid"
        case serverTimeout = "ServerTimeout"
        case storeReadError = "StorageReadError"
        case timeout = "Timeout"
        case tooManyRequests = "TooManyRequests"
        case badRequest = "BadRequest"
        case methodNotAllowed = "MethodNotAllowed"
        case notAcceptable = "NotAcceptable"
        case requestEntityTooLarge = "RequestEntityTooLarge"
        case unsupportedMediaType = "UnsupportedMediaType"
        case internalError = "InternalError"
        case expired = "Expired"
        case serviceUnavailable = "ServiceUnavailable"
    }

    /// `StatusCause`.
    public struct Cause: Sendable, Equatable {
        public var reason: String
        public var message: String
        public var field: String

        public init(reason: String, message: String, field: String = "") {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    /// `StatusDetails`.
    public struct Details: Sendable, Equatable {
        public var name = ""
        public var group = ""
        public var kind = ""
        public var uid = ""
        public var causes: [Cause] = []
        public var retryAfterSeconds = 0

        public init(
            name: String = "", group: String = "", kind: String = "", uid: String = "", causes: [Cause] = [],
            retryAfterSeconds: Int = 0
        ) {
            self.name = name
            self.group = group
            self.kind = kind
            self.uid = uid
            self.causes = causes
            self.retryAfterSeconds = retryAfterSeconds
        }
    }

    /// The HTTP status code.
    public var code: Int
    public var reason: Reason
    public var message: String
    public var details: Details?
    /// `metadata.continue`: where a list that was too slow can go on.
    public var continuation: String?

    public init(code: Int, reason: Reason, message: String, details: Details? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    public var description: String { message }
}
