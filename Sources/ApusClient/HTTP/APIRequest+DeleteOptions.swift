public import ApusAPI
public import ApusJSON

extension APIRequest {
    /// The `DeleteOptions` that the options of a delete make; nil for other verbs and where there is nothing to say.
    public var deleteOptions: JSONValue? {
        guard verb == .delete || verb == .deletecollection else { return nil }
        var result: JSONValue = ["kind": "DeleteOptions", "apiVersion": "v1"]
        if let seconds = options.gracePeriodSeconds { result["gracePeriodSeconds"] = .int(seconds) }
        if let policy = options.propagationPolicy { result["propagationPolicy"] = .string(policy) }
        if let uid = options.preconditionUID { result["preconditions"]["uid"] = .string(uid) }
        if let version = options.preconditionResourceVersion {
            result["preconditions"]["resourceVersion"] = .string(version)
        }
        if options.dryRun { result["dryRun"] = ["All"] }
        return result.object?.count == 2 ? nil : result
    }
}
