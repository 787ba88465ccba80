public import ApusJSON

extension StatusError {
    /// The `Status` object that goes over the wire.
    public func value() -> JSONValue {
        var status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message),
        ]
        if let continuation { status["metadata"]["continue"] = .string(continuation) }
        if reason != .unknown { status["reason"] = .string(reason.rawValue) }
        if let details {
            var object: JSONValue = [:]
            if !details.name.isEmpty { object["name"] = .string(details.name) }
            if !details.group.isEmpty { object["group"] = .string(details.group) }
            if !details.kind.isEmpty { object["kind"] = .string(details.kind) }
            if !details.uid.isEmpty { object["uid"] = .string(details.uid) }
            if !details.causes.isEmpty { object["causes"] = .array(details.causes.map(\.value)) }
            if details.retryAfterSeconds != 0 {
                object["retryAfterSeconds"] = .int(Int64(details.retryAfterSeconds))
            }
            status["details"] = object
        }
        status["code"] = .int(Int64(code))
        return status
    }

    /// Reads a `Status` object that says `Failure`; nil for anything else.
    public init?(status: JSONValue) {
        guard status["kind"].string == "Status", status["status"].string != "Success" else { return nil }
        var details: Details?
        if status["details"].object != nil {
            let object = status["details"]
            details = Details(
                name: object["name"].string ?? "", group: object["group"].string ?? "",
                kind: object["kind"].string ?? "", uid: object["uid"].string ?? "",
                causes: object["causes"].elements.map {
                    Cause(
                        reason: $0["reason"].string ?? "", message: $0["message"].string ?? "",
                        field: $0["field"].string ?? "")
                }, retryAfterSeconds: Int(object["retryAfterSeconds"].int ?? 0))
        }
        self.init(
            code: Int(status["code"].int ?? 500),
            reason: status["reason"].string.flatMap(Reason.init(rawValue:)) ?? .unknown,
            message: status["message"].string ?? "", details: details)
    }

    /// The `Status` of something that was done: the answer to a delete.
    public static func success(_ resource: GroupVersionResource, name: String, uid: String) -> JSONValue {
        var details: JSONValue = ["name": .string(name)]
        if !resource.group.isEmpty { details["group"] = .string(resource.group) }
        details["kind"] = .string(resource.resource)
        if !uid.isEmpty { details["uid"] = .string(uid) }
        return ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": details]
    }
}

extension StatusError.Cause {
    var value: JSONValue {
        var object: JSONValue = [:]
        if !reason.isEmpty { object["reason"] = .string(reason) }
        if !message.isEmpty { object["message"] = .string(message) }
        if !field.isEmpty { object["field"] = .string(field) }
        return object
    }
}
