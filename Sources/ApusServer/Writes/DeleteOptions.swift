import ApusAPI
import ApusJSON

/// How something is to be deleted: `DeleteOptions`, from the body where there is one, else from the query.
struct DeleteOptions: Sendable {
    enum Propagation: String, Sendable { case orphan = "Orphan", background = "Background", foreground = "Foreground" }

    var gracePeriodSeconds: Int64?
    var propagation: Propagation?
    var uid: String?
    var resourceVersion: String?
    var isDryRun: Bool

    init(_ request: APIRequest) throws(StatusError) {
        let options = request.options
        gracePeriodSeconds = options.gracePeriodSeconds
        uid = options.preconditionUID
        resourceVersion = options.preconditionResourceVersion
        isDryRun = options.dryRun
        var policy = options.propagationPolicy
        if case .value(let body) = request.body, body.object?.isEmpty == false {
            // A body replaces the query as a whole, but for `dryRun`.
            try DeleteOptions.checkKind(body)
            gracePeriodSeconds = body["gracePeriodSeconds"].int ?? gracePeriodSeconds
            policy = body["propagationPolicy"].string ?? policy
            if let orphans = body["orphanDependents"].bool {
                guard policy == nil else {
                    throw DeleteOptions.invalid(
                        "propagationPolicy", .string(policy ?? ""),
                        "orphanDependents and deletionPropagation cannot be both set")
                }
                policy = orphans ? "Orphan" : "Background"
            }
            uid = body["preconditions"]["uid"].string ?? uid
            resourceVersion = body["preconditions"]["resourceVersion"].string ?? resourceVersion
            for value in body["dryRun"].elements {
                guard value.string == "All" else {
                    throw APIOptions.invalidDryRun([value.string ?? ""], "DeleteOptions")
                }
                isDryRun = true
            }
        }
        if let policy, !policy.isEmpty {
            guard let propagation = Propagation(rawValue: policy) else {
                var errors = FieldErrors()
                errors.notSupported(
                    FieldPath("propagationPolicy"), .string(policy), ["Foreground", "Background", "Orphan", "nil"])
                throw .invalid(group: "meta.k8s.io", kind: "DeleteOptions", name: "", errors)
            }
            self.propagation = propagation
        }
        // A negative period means "now" (apiserver's `rest.BeforeDelete`).
        if let seconds = gracePeriodSeconds, seconds < 0 { gracePeriodSeconds = 1 }
    }

    private static func checkKind(_ body: JSONValue) throws(StatusError) {
        guard let kind = body["kind"].string, kind != "DeleteOptions" else { return }
        throw .badRequest("the object provided is unrecognized (must be of type DeleteOptions): \(kind)")
    }

    private static func invalid(_ field: String, _ value: JSONValue, _ detail: String) -> StatusError {
        var errors = FieldErrors()
        errors.invalid(FieldPath(field), value, detail)
        return .invalid(group: "meta.k8s.io", kind: "DeleteOptions", name: "", errors)
    }

    /// Refuses where the object is not the one that is meant.
    func checkPreconditions(_ object: APIObject, _ resource: GroupVersionResource) throws(StatusError) {
        if let uid, uid != object.uid {
            throw .preconditionFailed(resource, object.name, "UID", expected: uid, found: object.uid)
        }
        if let resourceVersion, resourceVersion != object.resourceVersion {
            throw .preconditionFailed(
                resource, object.name, "ResourceVersion", expected: resourceVersion, found: object.resourceVersion)
        }
    }
}
