import ApusAPI
import ApusJSON
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
    ///   - hash: The query's `hash`, with which clients ask for a document that never changes.
    func document(path: String, accept: String?, ifNoneMatch: String?, hash: String? = nil) -> APIDocument? {
        let parts = path.split(separator: "/")
        switch parts.first {
        case "api" where parts.count <= 2, "apis" where parts.count <= 3:
            return discovery(parts, accept: accept, ifNoneMatch: ifNoneMatch)
        case "openapi":
            return openAPI(parts, accept: accept, ifNoneMatch: ifNoneMatch, hash: hash)
        default: return nil
        }
    }

    // MARK: - Discovery

    private func discovery(_ parts: [Substring], accept: String?, ifNoneMatch: String?) -> APIDocument? {
        let groups = state.withLock { $0.groups }
        if parts.count == 1, let version = APIDocuments.aggregatedVersion(accept) {
            let isCore = parts[0] == "api"
            let type = "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList"
            return tagged("\(parts[0]) \(version)", type, ifNoneMatch, vary: true) {
                AggregatedDiscovery.document(isCore ? groups.core.map { [$0] } ?? [] : groups.groups, version: version)
                    .encoded()
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
        return value.map {
            APIDocument(
                contentType: "application/json", headers: parts.count == 1 ? [("Vary", "Accept")] : [],
                bytes: $0.encoded())
        }
    }

    /// The version of the aggregated document that `accept` asks for first; nil: it asks for another form.
    private static func aggregatedVersion(_ accept: String?) -> String? {
        for clause in Negotiation.clauses(accept ?? "") {
            switch clause.type {
            case "application/json", "application/*", "*/*": break
            default: continue
            }
            guard let target = clause.parameters["as"] else { return nil }
            if target == "APIGroupDiscoveryList", clause.parameters["g"] == "apidiscovery.k8s.io",
                let version = clause.parameters["v"], version == "v2" || version == "v2beta1"
            {
                return version
            }
        }
        return nil
    }

    // MARK: - OpenAPI

    private func openAPI(
        _ parts: [Substring], accept: String?, ifNoneMatch: String?, hash: String?
    ) -> APIDocument? {
        let definitions = state.withLock { $0.definitions }
        switch (parts.count, parts.dropFirst().first) {
        case (2, "v2"):
            let version = serverVersion
            func tree() -> JSONValue { OpenAPIDocument(.v2, definitions, version: version).value }
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
        for version in ([groups.core].compactMap { $0 } + groups.groups).flatMap(\.versions) {
            let path = APIDocuments.path(version.groupVersion)
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
        let members = state.withLock { $0.definitions }.filter { APIDocuments.path($0.apiVersion) == path }
        return members.isEmpty ? nil : OpenAPIDocument(.v3, members, version: serverVersion).value.encoded()
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
        for clause in Negotiation.clauses(accept ?? "") {
            if types.contains(clause.type) { return true }
            if ["application/json", "application/*", "*/*"].contains(clause.type) { return false }
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
