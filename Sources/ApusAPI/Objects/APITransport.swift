public import ApusJSON

/// The way from a component to a Kubernetes API server: in process, or over HTTPS.
///
/// Every call goes through the server's authorization, admission and deadlines, in process too.
public protocol APITransport: Sendable {
    /// Sends a get, create, update, patch or delete (or deletecollection) and returns the object of the answer; a
    /// delete that is complete may answer with a `Status` object.
    func send(_ request: APIRequest) async throws(StatusError) -> APIObject

    /// Sends a list. One page: `APIList.continuation` says whether there are more.
    func list(_ request: APIRequest) async throws(StatusError) -> APIList

    /// Opens a watch. It ends when the server ends it, when it falls behind, or when the caller cancels its task.
    func watch(_ request: APIRequest) async throws(StatusError) -> WatchStream
}

/// One request to a Kubernetes API, without its encoding.
public struct APIRequest: Sendable {
    public enum Verb: String, Sendable, CaseIterable {
        case get, list, watch, create, update, patch, delete, deletecollection
    }

    public enum PatchType: String, Sendable, CaseIterable {
        case json = "application/json-patch+json"
        case merge = "application/merge-patch+json"
        case strategicMerge = "application/strategic-merge-patch+json"
        case apply = "application/apply-patch+yaml"
    }

    public enum Body: Sendable {
        case none
        /// An object, or the options of a delete.
        case value(JSONValue)
        case patch(PatchType, JSONValue)
    }

    public var verb: Verb
    public var resource: GroupVersionResource
    /// Nil for cluster-scoped resources and for requests across all namespaces.
    public var namespace: String?
    public var name: String?
    public var subresource: String?
    public var options: APIOptions
    public var body: Body

    public init(
        _ verb: Verb, _ resource: GroupVersionResource, namespace: String? = nil, name: String? = nil,
        subresource: String? = nil, options: APIOptions = APIOptions(), body: Body = .none
    ) {
        self.verb = verb
        self.resource = resource
        self.namespace = namespace
        self.name = name
        self.subresource = subresource
        self.options = options
        self.body = body
    }
}

/// The query parameters of the Kubernetes API (API concepts; `ListOptions`, `CreateOptions`, `PatchOptions`, …).
public struct APIOptions: Sendable, Equatable {
    public var labelSelector: String?
    public var fieldSelector: String?
    public var resourceVersion: String?
    public var resourceVersionMatch: String?
    public var limit: Int?
    public var continuation: String?
    public var allowWatchBookmarks = false
    public var sendInitialEvents: Bool?
    public var timeoutSeconds: Int?
    /// `dryRun=All`.
    public var dryRun = false
    public var fieldManager: String?
    /// `Ignore`, `Warn` or `Strict`.
    public var fieldValidation: String?
    public var force: Bool?
    public var gracePeriodSeconds: Int64?
    /// `Orphan`, `Background` or `Foreground`.
    public var propagationPolicy: String?
    /// The older form of `propagationPolicy`.
    public var orphanDependents: Bool?
    public var preconditionUID: String?
    public var preconditionResourceVersion: String?

    public init() {}
}

/// A page of a list.
public struct APIList: Sendable {
    /// The list's `metadata.resourceVersion`.
    public var resourceVersion: String
    /// `metadata.continue`; nil on the last page.
    public var continuation: String?
    public var items: [APIObject]

    public init(resourceVersion: String, continuation: String? = nil, items: [APIObject]) {
        self.resourceVersion = resourceVersion
        self.continuation = continuation
        self.items = items
    }
}

/// One change that a watch delivers.
public struct WatchEvent: Sendable {
    public enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        /// The object has only a resourceVersion up to which everything has been delivered.
        case bookmark = "BOOKMARK"
        /// The object is a `Status`; the stream ends behind it.
        case error = "ERROR"
    }

    public var kind: Kind
    public var object: APIObject

    public init(_ kind: Kind, _ object: APIObject) {
        self.kind = kind
        self.object = object
    }
}

/// The events of a watch, in the order of their resourceVersions. One consumer.
public struct WatchStream: AsyncSequence, Sendable {
    public typealias Element = WatchEvent

    /// Where the events come from. `next` returns nil at the end; `cancel` may come at any time, from any thread.
    public protocol Source: Sendable {
        func next() async throws(StatusError) -> WatchEvent?
        func cancel()
    }

    let source: any Source

    public init(_ source: any Source) { self.source = source }

    public func cancel() { source.cancel() }

    public struct Iterator: AsyncIteratorProtocol {
        let source: any Source

        public mutating func next() async throws -> WatchEvent? { try await source.next() }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(StatusError) -> WatchEvent? {
            try await source.next()
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(source: source) }
}
