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
    ///   - warn: called with what the client should be told beside the answer.
    public func create(
        _ request: JSONValue, namespace: String, name: String, pod: JSONValue? = nil, warn: (String) -> Void = { _ in }
    ) throws(StatusError) -> JSONValue {
        try checkName(request, namespace, name)
        let accounts = GroupVersionResource("", "v1", "serviceaccounts")
        guard let account = objects.object("serviceaccounts", namespace: namespace, name: name) else {
            throw .notFound(accounts, name)
        }
        let spec = request["spec"]
        var seconds = spec["expirationSeconds"].int ?? 3600
        try check(seconds)
        var audiences = spec["audiences"].elements.compactMap(\.string)
        if audiences.isEmpty { audiences = tokens.audiences }
        let (bound, node) = try resolve(spec["boundObjectRef"], namespace, name, pod)
        if tokens.maxExpiration > 0, seconds > tokens.maxExpiration {
            warn("requested expiration of \(seconds) seconds shortened to \(tokens.maxExpiration) seconds")
            seconds = tokens.maxExpiration
        }
        let isExtended =
            tokens.extendsExpiration && bound?.resource == "pods" && seconds == TokenRequests.admittedExpiration
            && audiences.allSatisfy(tokens.audiences.contains)
        let now = clock()
        let grant = ServiceAccountTokens.Grant(
            namespace: namespace, serviceAccount: account, bound: bound, node: node, audiences: audiences,
            issuedAt: now, lifetime: isExtended ? TokenRequests.extendedExpiration : seconds,
            warnAfter: isExtended ? seconds : nil, id: makeID())
        var result = request
        do {
            let token = try tokens.issue(grant)
            let end = Timestamp(seconds: now + seconds).rfc3339
            result["status"] = ["token": .string(token), "expirationTimestamp": .string(end)]
        } catch {
            throw .internalError("failed to generate token: \(error)")
        }
        result["spec"]["audiences"] = .array(audiences.map { .string($0) })
        result["spec"]["expirationSeconds"] = .int(seconds)
        return result
    }

    /// What admission asks for when it gives a Pod a token: an hour and a mark to know it by.
    private static let admittedExpiration: Int64 = 60 * 60 + 7
    /// How long such a token is accepted, for clients that never read it again.
    private static let extendedExpiration: Int64 = 365 * 24 * 60 * 60

    private func checkName(_ request: JSONValue, _ namespace: String, _ name: String) throws(StatusError) {
        for (field, wanted) in [("name", name), ("namespace", namespace)] {
            let given = request["metadata"][field].string ?? ""
            guard !given.isEmpty, given != wanted else { continue }
            var errors = FieldErrors()
            errors.invalid(
                FieldPath("metadata")[field], .string(given), "must match the service account \(field) if specified")
            throw .invalid(group: "authentication.k8s.io", kind: "TokenRequest", name: name, errors)
        }
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
        let version = reference["apiVersion"].string ?? "v1"
        guard !version.contains("/"), ["Pod", "Secret", "Node"].contains(kind) else {
            let group = version.split(separator: "/")
            let title = version.contains("/") ? "\(group[0])/\(group[1])" : "/\(version)"
            throw .badRequest("cannot bind token to object of type \(title), Kind=\(kind)")
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
                // A node that is not registered yet has no uid.
                node =
                    objects.object("nodes", namespace: "", name: nodeName) ?? BoundObject(name: nodeName, uid: "")
            }
        }
        return ((resource, object), node)
    }
}
