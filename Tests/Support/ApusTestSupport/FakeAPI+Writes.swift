import ApusAPI
import ApusClient
import ApusJSON

extension FakeAPI.State {
    private func key(_ request: APIRequest) -> String {
        let name = request.name ?? ""
        return request.namespace.map { "\($0)/\(name)" } ?? name
    }

    func find(_ request: APIRequest) throws(StatusError) -> FakeAPI.Stored {
        guard let stored = objects[request.resource]?[key(request)] else {
            throw .notFound(request.resource, request.name ?? "")
        }
        return stored
    }

    // MARK: - Storing

    /// Puts `value` in place, or takes the object away, under a new revision, and tells the watchers.
    @discardableResult
    mutating func commit(
        _ resource: GroupVersionResource, key: String, _ value: JSONValue?
    ) -> APIObject? {
        revision += 1
        let old = objects[resource]?[key]
        var stored: FakeAPI.Stored?
        if var value {
            value["metadata"]["resourceVersion"] = .string(String(revision))
            stored = FakeAPI.Stored(
                value: value,
                object: APIObject(value, selectable: builtInSelectableFields(of: resource)))
        }
        objects[resource, default: [:]][key] = stored
        let change = FakeAPI.Change(
            resource: resource, revision: revision, old: old?.object, new: stored?.object)
        history.append(change)
        watchers.removeAll { $0.channel.channel == nil }
        for watcher in watchers where watcher.request.resource == resource {
            if let event = (try? FakeAPI.Filter(watcher.request))?.event(for: change) {
                watcher.channel.channel?.offer(event)
            }
        }
        return stored?.object ?? old?.object
    }

    // MARK: - Verbs

    mutating func create(_ request: APIRequest, now: Timestamp) throws(StatusError) -> APIObject {
        guard case .value(var value) = request.body else {
            throw StatusError(code: 400, reason: .badRequest, message: "no body")
        }
        if let subresource = request.subresource { return try create(value, at: subresource, request, now: now) }
        if value["metadata"]["name"].string == nil, let prefix = value["metadata"]["generateName"].string {
            value["metadata"]["name"] = .string("\(prefix)\(String(nextUID + 99999, radix: 36))")
        }
        guard let name = value["metadata"]["name"].string, !name.isEmpty else {
            throw StatusError(
                code: 422, reason: .invalid, message: "metadata.name: Required value: name or generateName is required")
        }
        if let namespace = request.namespace { value["metadata"]["namespace"] = .string(namespace) }
        let key = request.namespace.map { "\($0)/\(name)" } ?? name
        guard objects[request.resource]?[key] == nil else { throw .alreadyExists(request.resource, name) }
        value["metadata"]["uid"] = .string("uid-\(nextUID)")
        nextUID += 1
        value["metadata"]["creationTimestamp"] = .string(now.rfc3339)
        value["metadata"]["generation"] = 1
        if request.resource.resource == "namespaces" {
            value["spec"]["finalizers"] = ["kubernetes"]
            value["status"]["phase"] = "Active"
        } else if request.resource.resource == "pods" {
            value["status"] = ["phase": "Pending"]
        } else if request.resource.group != "" {
            value.remove("status")
        }
        guard !request.options.dryRun else { return APIObject(value) }
        guard let object = commit(request.resource, key: key, value) else { throw .notFound(request.resource, name) }
        return object
    }

    private mutating func create(
        _ body: JSONValue, at subresource: String, _ request: APIRequest, now: Timestamp
    ) throws(StatusError) -> APIObject {
        var stored = try find(request)
        switch subresource {
        case "binding":
            guard stored.value["spec"]["nodeName"].string == nil else {
                throw .conflict(
                    request.resource, request.name ?? "", "pod \(request.name ?? "") is already assigned to node")
            }
            stored.value["spec"]["nodeName"] = body["target"]["name"]
            stored.value["status"]["conditions"].append([
                "type": "PodScheduled", "status": "True", "lastTransitionTime": .string(now.rfc3339),
            ])
            commit(request.resource, key: key(request), stored.value)
            return APIObject(["kind": "Status", "apiVersion": "v1", "status": "Success"])
        case "eviction":
            var request = request
            request.subresource = nil
            return try delete(request, now: now)
        default:
            throw StatusError(code: 404, reason: .notFound, message: "no subresource \(subresource)")
        }
    }

    mutating func update(_ request: APIRequest, now: Timestamp) throws(StatusError) -> APIObject {
        guard case .value(let value) = request.body else {
            throw StatusError(code: 400, reason: .badRequest, message: "no body")
        }
        return try replace(request, by: value, now: now)
    }

    mutating func patch(_ request: APIRequest, now: Timestamp) throws(StatusError) -> APIObject {
        guard case .patch(let type, let patch) = request.body else {
            throw StatusError(code: 400, reason: .badRequest, message: "no patch")
        }
        let stored = try find(request)
        var value = stored.value
        value.apply(patch, type)
        return try replace(request, by: value, now: now)
    }

    /// Writes `value` over what is stored, for the part of the object that the request is about.
    private mutating func replace(
        _ request: APIRequest, by value: JSONValue, now: Timestamp
    ) throws(StatusError) -> APIObject {
        let stored = try find(request)
        let old = stored.value
        let version = value["metadata"]["resourceVersion"].string ?? ""
        if !version.isEmpty, version != old["metadata"]["resourceVersion"].string {
            throw .conflict(request.resource, request.name ?? "")
        }
        if let uid = value["metadata"]["uid"].string, uid != old["metadata"]["uid"].string {
            throw .conflict(
                request.resource, request.name ?? "",
                "Precondition failed: UID in precondition: \(uid), UID in object meta: \(old["metadata"]["uid"].string ?? "")"
            )
        }
        var new = value
        for field in ["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"] {
            if let kept = old["metadata"].object?[field] {
                new["metadata"][field] = kept
            } else {
                new["metadata"].remove(field)
            }
        }
        new["metadata"]["resourceVersion"] = old["metadata"]["resourceVersion"]
        switch request.subresource {
        case "status", "approval":
            let metadata = new["metadata"]
            let status = new["status"]
            new = old
            new["metadata"]["annotations"] = metadata["annotations"]
            new["metadata"]["labels"] = metadata["labels"]
            new["metadata"].removeNulls("annotations", "labels")
            new["status"] = status
        case "finalize":
            let finalizers = value["spec"]["finalizers"]
            new = old
            new["spec"]["finalizers"] = finalizers
        default:
            if let status = old.object?["status"] {
                new["status"] = status
            } else if request.resource.group != "" {
                new.remove("status")
            }
            if new["spec"] != old["spec"] {
                new["metadata"]["generation"] = .int((old["metadata"]["generation"].int ?? 0) + 1)
            }
        }
        guard new != old else { return stored.object }
        guard !request.options.dryRun else { return APIObject(new) }
        if new.isFinished {
            return commit(request.resource, key: key(request), nil) ?? stored.object
        }
        return commit(request.resource, key: key(request), new) ?? stored.object
    }

    mutating func delete(_ request: APIRequest, now: Timestamp) throws(StatusError) -> APIObject {
        var stored = try find(request)
        let options = request.options
        if let uid = options.preconditionUID, uid != stored.object.uid {
            throw .conflict(
                request.resource, stored.object.name,
                "Precondition failed: UID in precondition: \(uid), UID in object meta: \(stored.object.uid)")
        }
        if let version = options.preconditionResourceVersion, version != stored.object.resourceVersion {
            throw .conflict(
                request.resource, stored.object.name,
                "Precondition failed: ResourceVersion in precondition: \(version), ResourceVersion in object meta: \(stored.object.resourceVersion)"
            )
        }
        var finalizers = stored.value["metadata"]["finalizers"].elements.compactMap(\.string)
        for (policy, finalizer) in [("Orphan", "orphan"), ("Foreground", "foregroundDeletion")]
        where options.propagationPolicy != nil {
            finalizers.removeAll { $0 == finalizer }
            if options.propagationPolicy == policy { finalizers.append(finalizer) }
        }
        stored.value["metadata"]["finalizers"] = finalizers.isEmpty ? .null : .array(finalizers.map { .string($0) })
        stored.value["metadata"].removeNulls("finalizers")

        var grace: Int64 = 0
        if request.resource.resource == "pods", !(stored.value["spec"]["nodeName"].string ?? "").isEmpty,
            !["Succeeded", "Failed"].contains(stored.value["status"]["phase"].string)
        {
            grace = options.gracePeriodSeconds ?? stored.value["spec"]["terminationGracePeriodSeconds"].int ?? 30
        }
        if stored.value["metadata"]["deletionTimestamp"].isNull {
            stored.value["metadata"]["deletionTimestamp"] = .string(now.advanced(by: .seconds(grace)).rfc3339)
            stored.value["metadata"]["deletionGracePeriodSeconds"] = .int(grace)
        } else {
            grace = min(grace, stored.value["metadata"]["deletionGracePeriodSeconds"].int ?? 0)
            stored.value["metadata"]["deletionGracePeriodSeconds"] = .int(grace)
        }
        if request.resource.resource == "namespaces" { stored.value["status"]["phase"] = "Terminating" }
        if stored.value.isFinished {
            return commit(request.resource, key: key(request), nil) ?? stored.object
        }
        guard stored.value != (try find(request).value) else { return stored.object }
        return commit(request.resource, key: key(request), stored.value) ?? stored.object
    }

    mutating func deleteAll(_ request: APIRequest, now: Timestamp) throws(StatusError) -> APIObject {
        let filter = try FakeAPI.Filter(request)
        let matching = (objects[request.resource] ?? [:]).values.map(\.object).filter(filter.matches)
        for object in matching.sorted(by: { $0.key < $1.key }) {
            var single = request
            single.name = object.name
            single.namespace = object.namespace.isEmpty ? nil : object.namespace
            _ = try delete(single, now: now)
        }
        return APIObject(["kind": "Status", "apiVersion": "v1", "status": "Success"])
    }
}

extension JSONValue {
    /// Deleted, and nothing holds it any more.
    fileprivate var isFinished: Bool {
        let metadata = self["metadata"]
        return !metadata["deletionTimestamp"].isNull && metadata["finalizers"].elements.isEmpty
            && (metadata["deletionGracePeriodSeconds"].int ?? 0) == 0 && self["spec"]["finalizers"].elements.isEmpty
    }

    fileprivate mutating func removeNulls(_ keys: String...) {
        for key in keys where self[key].isNull { remove(key) }
    }
}
