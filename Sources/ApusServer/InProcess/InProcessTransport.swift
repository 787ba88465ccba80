import ApusAPI
import ApusJSON
import NIOCore

/// The server as a component of the same process reaches it: no socket, no encoding, the same objects by reference; the
/// same authorization, admission and metrics as over HTTP.
struct InProcessTransport: APITransport {
    let user: User
    let server: ServerCore
    private let fieldManager: String

    init(user: User, server: ServerCore) {
        self.user = user
        self.server = server
        // `system:kube-scheduler` writes as `kube-scheduler`, a node as `kubelet`.
        let words = user.name.split(separator: ":")
        let name = words.first == "system" ? words.dropFirst().first : words.first
        fieldManager = name == "node" ? "kubelet" : name.map(String.init) ?? "apus"
    }

    func send(_ request: APIRequest) async throws(StatusError) -> APIObject {
        switch try await answer(request) {
        case .object(let object, _):
            guard let resource = server.catalog[request.resource], request.subresource != "scale" else { return object }
            return try resource.converted(object)
        case .document(let value, _): return APIObject(value)
        case .list(let page):
            // What a deletion of a collection deleted.
            return APIObject(StatusError.success(page.resource.gvr, name: "", uid: ""))
        }
    }

    func list(_ request: APIRequest) async throws(StatusError) -> APIList {
        guard case .list(let page) = try await answer(request) else {
            throw .internalError("the answer is no list")
        }
        var items: [APIObject] = []
        for object in page.items { items.append(try page.resource.converted(object)) }
        return APIList(resourceVersion: String(page.revision), continuation: page.continuation, items: items)
    }

    func watch(_ request: APIRequest) async throws(StatusError) -> WatchStream {
        let measurement = try admit(request, isLongRunning: true)
        do throws(StatusError) {
            guard let resource = server.catalog[request.resource] else { throw .noSuchPath }
            guard let cache = resource.cache else { throw .methodNotAllowed }
            let options = try WatchOptions(request, resource: resource)
            if options.isConsistent { try await server.handlers.current() }
            try await server.handlers.reached(options.notOlderThan)
            let watch = InProcessWatch(
                options: options, cache: cache, caches: server.caches, convert: resource.converted,
                onEnd: { measurement.finish(code: 200) })
            watch.start()
            return WatchStream(watch)
        } catch {
            measurement.finish(code: error.code)
            throw error
        }
    }

    private func answer(_ request: APIRequest) async throws(StatusError) -> Answer {
        let measurement = try admit(request, isLongRunning: false)
        let context = RequestContext(
            user: user, defaultFieldManager: fieldManager, now: server.clock(), warnings: Warnings())
        let result: Result<Answer, StatusError> = await withCheckedContinuation { continuation in
            server.handlers.handle(request, context) { continuation.resume(returning: $0) }
        }
        switch result {
        case .success(let answer):
            if case .object(_, let code) = answer {
                measurement.finish(code: code)
            } else {
                measurement.finish(code: 200)
            }
        case .failure(let error): measurement.finish(code: error.code)
        }
        return try result.get()
    }

    private func admit(_ request: APIRequest, isLongRunning: Bool) throws(StatusError) -> RequestMetrics.Measurement {
        var info = RequestInfo()
        info.isResource = true
        info.verb = request.verb.rawValue
        info.group = request.resource.group
        info.version = request.resource.version
        info.resource = request.resource.resource
        info.subresource = request.subresource ?? ""
        info.namespace = request.namespace ?? ""
        info.name = request.name ?? HTTPFrontEnd.selectedName(request.verb, request.options.fieldSelector) ?? ""
        let measurement = RequestMetrics.Measurement(
            server.metrics, RequestMetrics.Key(info, server.catalog[info.gvr], isDryRun: request.options.dryRun),
            start: .now(), isLongRunning: isLongRunning)
        do throws(StatusError) {
            try server.authorize(user, info, selecting: request.options.fieldSelector)
        } catch {
            measurement.finish(code: error.code)
            throw error
        }
        return measurement
    }
}
