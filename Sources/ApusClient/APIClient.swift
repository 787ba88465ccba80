public import ApusAPI
public import ApusJSON

/// Requests to a Kubernetes API in few words, over any transport.
///
/// Errors are the server's; nothing is retried but what says so.
public struct APIClient: Sendable {
    public let transport: any APITransport

    public init(_ transport: any APITransport) { self.transport = transport }

    public func get(
        _ resource: GroupVersionResource, namespace: String? = nil, name: String, subresource: String? = nil
    ) async throws(StatusError) -> APIObject {
        try await transport.send(
            APIRequest(.get, resource, namespace: namespace, name: name, subresource: subresource))
    }

    /// All objects, however many pages that takes.
    public func list(
        _ resource: GroupVersionResource, namespace: String? = nil, labelSelector: String? = nil,
        fieldSelector: String? = nil
    ) async throws(StatusError) -> APIList {
        var request = APIRequest(.list, resource, namespace: namespace)
        request.options.labelSelector = labelSelector
        request.options.fieldSelector = fieldSelector
        request.options.limit = 500
        return try await listPages(request)
    }

    /// The pages of `request` as one list, at the resourceVersion of the first.
    func listPages(_ request: APIRequest) async throws(StatusError) -> APIList {
        var request = request
        var list = try await transport.list(request)
        while let continuation = list.continuation, !continuation.isEmpty {
            request.options.continuation = continuation
            request.options.resourceVersion = nil
            request.options.resourceVersionMatch = nil
            let page = try await transport.list(request)
            list.items += page.items
            list.continuation = page.continuation
        }
        list.continuation = nil
        return list
    }

    @discardableResult
    public func create(
        _ resource: GroupVersionResource, namespace: String? = nil, _ object: JSONValue,
        name: String? = nil, subresource: String? = nil, options: APIOptions = APIOptions()
    ) async throws(StatusError) -> APIObject {
        try await transport.send(
            APIRequest(
                .create, resource, namespace: namespace ?? object["metadata"]["namespace"].string, name: name,
                subresource: subresource, options: options, body: .value(object)))
    }

    /// Writes `object` back; its `metadata.resourceVersion`, where it has one, must be the stored one (409 otherwise).
    @discardableResult
    public func update(
        _ resource: GroupVersionResource, _ object: JSONValue, subresource: String? = nil,
        options: APIOptions = APIOptions()
    ) async throws(StatusError) -> APIObject {
        try await transport.send(
            APIRequest(
                .update, resource, namespace: object["metadata"]["namespace"].string,
                name: object["metadata"]["name"].string, subresource: subresource, options: options,
                body: .value(object)))
    }

    @discardableResult
    public func updateStatus(_ resource: GroupVersionResource, _ object: JSONValue) async throws(StatusError)
        -> APIObject
    {
        try await update(resource, object, subresource: "status")
    }

    @discardableResult
    public func patch(
        _ resource: GroupVersionResource, namespace: String? = nil, name: String, subresource: String? = nil,
        _ type: APIRequest.PatchType = .merge, _ patch: JSONValue, options: APIOptions = APIOptions()
    ) async throws(StatusError) -> APIObject {
        try await transport.send(
            APIRequest(
                .patch, resource, namespace: namespace, name: name, subresource: subresource, options: options,
                body: .patch(type, patch)))
    }

    @discardableResult
    public func delete(
        _ resource: GroupVersionResource, namespace: String? = nil, name: String, options: APIOptions = APIOptions()
    ) async throws(StatusError) -> APIObject {
        try await transport.send(
            APIRequest(.delete, resource, namespace: namespace, name: name, options: options))
    }

    /// Deletes the object where it is still there; false where it was gone already.
    @discardableResult
    public func deleteIfPresent(
        _ resource: GroupVersionResource, namespace: String? = nil, name: String, options: APIOptions = APIOptions()
    ) async throws(StatusError) -> Bool {
        do {
            try await delete(resource, namespace: namespace, name: name, options: options)
            return true
        } catch  where error.reason == .notFound {
            return false
        }
    }

    /// The object; nil where there is none.
    public func getIfPresent(
        _ resource: GroupVersionResource, namespace: String? = nil, name: String
    ) async throws(StatusError) -> APIObject? {
        do {
            return try await get(resource, namespace: namespace, name: name)
        } catch  where error.reason == .notFound {
            return nil
        }
    }

    @discardableResult
    public func deleteCollection(
        _ resource: GroupVersionResource, namespace: String? = nil, options: APIOptions = APIOptions()
    ) async throws(StatusError) -> APIObject {
        try await transport.send(APIRequest(.deletecollection, resource, namespace: namespace, options: options))
    }

    /// Reads, changes and writes an object, and begins again where somebody else wrote meanwhile, at most five times.
    ///
    /// `change` returns whether there is anything to write; without, nothing is sent and the object read is returned.
    @discardableResult
    public func modify(
        _ resource: GroupVersionResource, namespace: String? = nil, name: String, subresource: String? = nil,
        _ change: (inout JSONValue) throws(StatusError) -> Bool
    ) async throws(StatusError) -> APIObject {
        var attempt = 1
        while true {
            let object = try await get(resource, namespace: namespace, name: name)
            var value = try object.decoded()
            guard try change(&value) else { return object }
            do {
                return try await update(resource, value, subresource: subresource)
            } catch  where error.reason == .conflict && attempt < 5 {
                attempt += 1
            }
        }
    }
}
