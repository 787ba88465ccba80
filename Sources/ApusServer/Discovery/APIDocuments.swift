import ApusAPI
import ApusJSON
import NIOCore
import Synchronization

/// The documents that describe what is served: discovery below `/api` and `/apis`, OpenAPI below `/openapi`.
///
/// They are made when they are asked for, and kept no longer than somebody sends them; what stays is their hashes, with
/// which most requests are answered, because clients have the documents on disk.
final class APIDocuments: Sendable {
    private struct State {
        var groups: ServedGroups
        var definitions: [Definition]
        /// By path and media type.
        var hashes: [String: String] = [:]
        var recent: [String: Recent] = [:]
    }

    private struct Recent {
        weak var bytes: Bytes?
    }

    private let serverAddress: String
    private let serverVersion: String
    private let state: Mutex<State>

    /// - Parameters:
    ///   - serverAddress: `ADDRESS:PORT` that clients reach the server at.
    ///   - serverVersion: `v1.36.0`, as the OpenAPI documents name the version of the API.
    init(_ definitions: [Definition], serverAddress: String, serverVersion: String) {
        self.serverAddress = serverAddress
        self.serverVersion = serverVersion
        state = Mutex(State(groups: ServedGroups(definitions), definitions: definitions))
    }

    /// Describes `definitions` from now on.
    func update(_ definitions: [Definition]) {
        state.withLock { $0 = State(groups: ServedGroups(definitions), definitions: definitions) }
    }

    /// The document at `path`; nil where there is none.
    ///
    /// - Parameters:
    ///   - accept: The request's `Accept`; nil or empty: JSON.
    ///   - ifNoneMatch: The request's `If-None-Match`.
    ///   - isPretty: Whether JSON is indented.
    ///   - hash: The query's `hash`, with which clients ask for a document that never changes.
    func document(
        path: String, accept: String?, ifNoneMatch: String?, hash: String? = nil, isPretty: Bool = false
    ) -> APIDocument? {
        let parts = path.split(separator: "/")
        switch parts.first {
        case "api" where parts.count <= 2, "apis" where parts.count <= 3:
            return discovery(parts, accept: accept, ifNoneMatch: ifNoneMatch, isPretty: isPretty)
        case "openapi":
            return openAPI(parts, accept: accept, ifNoneMatch: ifNoneMatch, hash: hash)
        default: return nil
        }
    }

    // MARK: - Discovery

    private func discovery(
        _ parts: [Substring], accept: String?, ifNoneMatch: String?, isPretty: Bool
    ) -> APIDocument? {
        let groups = state.withLock { $0.groups }
        if parts.count == 1, let (format, version) = AggregatedDiscovery.form(accept) {
            let isCore = parts[0] == "api"
            let type = "\(format.mediaType);g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList"
            return tagged("\(parts[0]) \(version) \(format)", type, ifNoneMatch, vary: true) {
                APIDocuments.encode(
                    AggregatedDiscovery.document(
                        isCore ? groups.core.map { [$0] } ?? [] : groups.groups, version: version), format)
            }
        }
        let legacy = LegacyDiscovery(groups: groups, serverAddress: serverAddress)
        let value: JSONValue? =
            switch (parts[0], parts.count) {
            case ("api", 1): legacy.versions
            case ("api", _): legacy.resources("", String(parts[1]))
            case (_, 1): legacy.groupList
            case (_, 2): legacy.group(String(parts[1]))
            default: legacy.resources(String(parts[1]), String(parts[2]))
            }
        guard let value else { return nil }
        let headers = parts.count == 1 ? [("Vary", "Accept")] : []
        do {
            let rendering = try Negotiation.rendering(accept: accept, .documents, pretty: isPretty)
            let bytes =
                rendering.isPretty ? value.encoded(isPretty: true) : APIDocuments.encode(value, rendering.format)
            return APIDocument(contentType: rendering.contentType, headers: headers, bytes: bytes)
        } catch {
            return APIDocument(
                status: error.code, contentType: "application/json", headers: headers,
                bytes: error.value().encoded(isPretty: true))
        }
    }

    /// A document of discovery in `format`.
    private static func encode(_ value: JSONValue, _ format: Rendering.Format) -> Bytes {
        switch format {
        case .json: return value.encoded()
        case .yaml: return Bytes((try? YAML.text(value)) ?? "")
        case .protobuf:
            let isAggregated = value["kind"] == "APIGroupDiscoveryList"
            let encoder = isAggregated ? AggregatedDiscovery.encoder : nil
            let buffer = try? ProtobufDocument.encode(value, encoder)
            return Bytes(buffer?.readableBytesView ?? ByteBuffer().readableBytesView)
        }
    }

    // MARK: - OpenAPI

    private func openAPI(
        _ parts: [Substring], accept: String?, ifNoneMatch: String?, hash: String?
    ) -> APIDocument? {
        let definitions = state.withLock { $0.definitions }
        switch (parts.count, parts.dropFirst().first) {
        case (2, "v2"):
            let version = serverVersion
            let roots = OpenAPIRoot.all(state.withLock { $0.groups })
            let lists = Set(definitions.map(\.apiVersion)).map(OpenAPIRoot.resources(of:))
            func tree() -> JSONValue {
                OpenAPIDocument(.v2, definitions, roots: roots + lists, version: version).value
            }
            if APIDocuments.accepts(accept, OpenAPIProtobuf.mediaTypes) {
                return tagged("openapi/v2 protobuf", OpenAPIProtobuf.mediaTypes[0], ifNoneMatch, vary: true) {
                    OpenAPIProtobuf.document(tree())
                }
            }
            return tagged("openapi/v2", "application/json", ifNoneMatch, vary: true) { tree().encoded() }
        case (2, "v3"): return tagged("openapi/v3", "application/json", ifNoneMatch, vary: false) { index().encoded() }
        case (3..., "v3"): return groupVersion(parts.dropFirst(2).joined(separator: "/"), ifNoneMatch, hash)
        default: return nil
        }
    }

    /// `/openapi/v3`: where the document of each group and version lies.
    private func index() -> JSONValue {
        let groups = state.withLock { $0.groups }
        var paths = JSONObject()
        let versions = ([groups.core].compactMap { $0 } + groups.groups).flatMap(\.versions)
        let keys = versions.map { APIDocuments.path($0.groupVersion) } + OpenAPIRoot.all(groups).map(\.key)
        for path in keys.sorted() {
            guard let hash = hash(ofGroupVersion: path) else { continue }
            paths.members.append(
                .init(key: path, value: ["serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(hash)")]))
        }
        return ["paths": .object(paths)]
    }

    private static func path(_ groupVersion: String) -> String {
        groupVersion.contains("/") ? "apis/\(groupVersion)" : "api/\(groupVersion)"
    }

    private func hash(ofGroupVersion path: String) -> String? {
        let key = "openapi/v3/\(path)"
        if let known = state.withLock({ $0.hashes[key] }) { return known }
        guard let bytes = makeGroupVersion(path) else { return nil }
        let hash = documentHash(bytes)
        state.withLock { $0.hashes[key] = hash }
        return hash
    }

    private func makeGroupVersion(_ path: String) -> Bytes? {
        let (groups, definitions) = state.withLock { ($0.groups, $0.definitions) }
        if let root = OpenAPIRoot.all(groups).first(where: { $0.key == path }) {
            return OpenAPIDocument(.v3, [], roots: [root], version: serverVersion).value.encoded()
        }
        let members = definitions.filter { APIDocuments.path($0.apiVersion) == path }
        guard let first = members.first else { return nil }
        return OpenAPIDocument(
            .v3, members, roots: [OpenAPIRoot.resources(of: first.apiVersion)], version: serverVersion
        ).value.encoded()
    }

    private func groupVersion(_ path: String, _ ifNoneMatch: String?, _ asked: String?) -> APIDocument? {
        guard let hash = hash(ofGroupVersion: path) else { return nil }
        let document = tagged("openapi/v3/\(path)", "application/json", ifNoneMatch, vary: true) {
            makeGroupVersion(path) ?? Bytes("{}")
        }
        guard let asked, asked == hash else { return document }
        var immutable = document
        immutable.headers.append(("Cache-Control", "public, immutable"))
        return immutable
    }

    private static func accepts(_ accept: String?, _ types: [String]) -> Bool {
        for clause in AcceptClause.parse(accept ?? "") {
            if types.contains(clause.mediaType) { return true }
            if clause.matches("application/json") { return false }
        }
        return false
    }

    // MARK: - Entity tags

    /// The document `key` with its entity tag; it is only made where the client does not have it.
    private func tagged(
        _ key: String, _ contentType: String, _ ifNoneMatch: String?, vary: Bool, make: () -> Bytes
    ) -> APIDocument {
        let (known, recent) = state.withLock { ($0.hashes[key], $0.recent[key]?.bytes) }
        func document(_ hash: String, _ bytes: Bytes, status: Int) -> APIDocument {
            let headers = [("ETag", "\"\(hash)\"")] + (vary ? [("Vary", "Accept")] : [])
            return APIDocument(status: status, contentType: contentType, headers: headers, bytes: bytes)
        }
        if let known, let ifNoneMatch, ifNoneMatch == "*" || ifNoneMatch.contains(known) {
            return document(known, Bytes(""), status: 304)
        }
        let bytes = recent ?? make()
        let hash = known ?? documentHash(bytes)
        state.withLock {
            $0.hashes[key] = hash
            $0.recent[key] = Recent(bytes: bytes)
        }
        if let ifNoneMatch, ifNoneMatch.contains(hash) { return document(hash, Bytes(""), status: 304) }
        return document(hash, bytes, status: 200)
    }
}
