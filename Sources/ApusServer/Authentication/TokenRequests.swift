public import ApusAPI
public import ApusJSON

/// The subresource `serviceaccounts/token`: takes a `TokenRequest` and returns it with a token
/// (upstream's `registry/core/serviceaccount/storage/token.go`).
public struct TokenRequests: Sendable {
    private let tokens: ServiceAccountTokens
    private let objects: any ServiceAccountObjects
    private let clock: @Sendable () -> Int64
    private let makeID: @Sendable () -> String

    /// - Parameters:
    ///   - clock: seconds since 1970.
    ///   - makeID: gives a new UUID.
    public init(
        tokens: ServiceAccountTokens, objects: any ServiceAccountObjects, clock: @escaping @Sendable () -> Int64,
        makeID: @escaping @Sendable () -> String
    ) {
        self.tokens = tokens
        self.objects = objects
        self.clock = clock
        self.makeID = makeID
    }

    /// - Parameters:
    ///   - pod: the Pod that the request binds the token to, where it does, for its account and node.
    public func create(
        _ request: JSONValue, namespace: String, name: String, pod: JSONValue? = nil
    ) throws(StatusError) -> JSONValue {
        let accounts = GroupVersionResource("", "v1", "serviceaccounts")
        guard let account = objects.object("serviceaccounts", namespace: namespace, name: name) else {
            throw .notFound(accounts, name)
        }
        let spec = request["spec"]
        let lifetime = spec["expirationSeconds"].int ?? 3600
        try check(lifetime)
        var audiences = spec["audiences"].elements.compactMap(\.string)
        if audiences.isEmpty { audiences = [tokens.audiences[0]] }
        let (bound, node) = try resolve(spec["boundObjectRef"], namespace, name, pod)
        let now = clock()
        let grant = ServiceAccountTokens.Grant(
            namespace: namespace, serviceAccount: account, bound: bound, node: node, audiences: audiences,
            issuedAt: now, lifetime: lifetime, id: makeID())
        var result = request
        do {
            let token = try tokens.issue(grant)
            let end = Timestamp(seconds: now + lifetime).rfc3339
            result["status"] = ["token": .string(token), "expirationTimestamp": .string(end)]
        } catch {
            throw .internalError("failed to generate token: \(error)")
        }
        result["spec"]["audiences"] = .array(audiences.map { .string($0) })
        result["spec"]["expirationSeconds"] = .int(lifetime)
        return result
    }

    private func check(_ lifetime: Int64) throws(StatusError) {
        var errors = FieldErrors()
        let path = FieldPath("spec")["expirationSeconds"]
        if lifetime < 600 { errors.invalid(path, .int(lifetime), "may not specify a duration less than 10 minutes") }
        if lifetime > 1 << 32 {
            errors.invalid(path, .int(lifetime), "may not specify a duration larger than 2^32 seconds")
        }
        if !errors.isEmpty { throw .invalid(group: "authentication.k8s.io", kind: "TokenRequest", name: "", errors) }
    }

    private func resolve(
        _ reference: JSONValue, _ namespace: String, _ account: String, _ pod: JSONValue?
    ) throws(StatusError) -> (bound: (resource: String, object: BoundObject)?, node: BoundObject?) {
        guard reference.object != nil else { return (nil, nil) }
        let kind = reference["kind"].string ?? ""
        let name = reference["name"].string ?? ""
        guard reference["apiVersion"].string ?? "v1" == "v1", ["Pod", "Secret", "Node"].contains(kind) else {
            throw .badRequest("cannot bind token for serviceaccount \"\(account)\" to \(kind)")
        }
        let resource = kind.lowercased() + "s"
        let gvr = GroupVersionResource("", "v1", resource)
        guard let object = objects.object(resource, namespace: kind == "Node" ? "" : namespace, name: name) else {
            throw .notFound(gvr, name)
        }
        if let uid = reference["uid"].string, !uid.isEmpty, uid != object.uid {
            throw .conflict(
                gvr, name,
                "the UID in the bound object reference (\(uid)) does not match the UID in record. The object might have been deleted and then recreated"
            )
        }
        var node: BoundObject?
        if kind == "Pod", let pod {
            guard pod["spec"]["serviceAccountName"].string == account else {
                throw .badRequest(
                    "cannot bind token for serviceaccount \"\(account)\" to pod running with different serviceaccount name."
                )
            }
            if let nodeName = pod["spec"]["nodeName"].string, !nodeName.isEmpty {
                node = objects.object("nodes", namespace: "", name: nodeName)
            }
        }
        return ((resource, object), node)
    }
}
