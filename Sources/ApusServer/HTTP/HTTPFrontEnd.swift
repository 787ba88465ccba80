import ApusAPI
import ApusHTTP
import ApusJSON
import NIOCore
import NIOHTTP1

/// The server's HTTP side: finds out what a request asks for and who makes it, lets it in or not, and sends the answer.
/// Everything runs on the connection's event loop; only what waits for the store answers later.
final class HTTPFrontEnd: HTTPService {
    let server: ServerCore
    private let readGate: RequestGate
    private let writeGate: RequestGate

    init(server: ServerCore) {
        self.server = server
        readGate = RequestGate(limit: server.configuration.maxReadsInFlight)
        writeGate = RequestGate(limit: server.configuration.maxWritesInFlight)
    }

    var inFlight: (reads: Int, writes: Int) { (readGate.count, writeGate.count) }

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let start = NIODeadline.now()
        let query = Query(request.query)
        let isWatch = query.flag("watch") ?? false
        let info = RequestInfo(
            method: request.method.rawValue, path: PercentEncoding.decode(request.path), watch: isWatch,
            fieldName: HTTPFrontEnd.selectedName(query))
        let resource = info.isResource ? server.catalog[info.gvr] : nil
        let isLongRunning = info.verb == "watch" || RequestMetrics.Key.connects(info)
        let gate = isLongRunning ? nil : info.isRead ? readGate : writeGate
        let isCounted = gate?.enter() ?? false
        // Who may do everything gets an answer in every case (apiserver's `WithMaxInFlightLimit`).
        guard isCounted || gate == nil || server.isPrivileged(request) else {
            server.metrics.refused(RequestMetrics.Key(info, resource), code: 429)
            return exchange.respond(
                status: .tooManyRequests, headers: ["Content-Type": "text/plain; charset=utf-8", "Retry-After": "1"],
                body: [ByteBuffer(string: "Too many requests, please try again later.\n")])
        }
        var random = server.handlers.random.generator
        if request.isHTTP2, server.configuration.goawayChance > 0,
            Double.random(in: 0..<1, using: &random) < server.configuration.goawayChance
        {
            exchange.retireConnection()
        }
        let isApply = info.verb == "patch" && HTTPFrontEnd.isApply(request.headers)
        let measurement = RequestMetrics.Measurement(
            server.metrics, RequestMetrics.Key(info, resource, isDryRun: query["dryRun"] == "All", isApply: isApply),
            start: start, isLongRunning: isLongRunning, gate: isCounted ? gate : nil)
        defer { if gate != nil, !measurement.isFinished { exchange.onClose { measurement.abort() } } }
        let auditID = UniqueID.make(using: &random)
        @Sendable func call(_ user: User) -> HTTPCall {
            HTTPCall(
                request: request, exchange: exchange, query: query, info: info, resource: resource, user: user,
                auditID: auditID,
                metric: measurement)
        }
        @Sendable func serve(_ user: User) {
            server.access.authenticated(user)
            do throws(StatusError) {
                let other = try server.impersonation.user(asked: request.headers, by: user)
                let call = call(other ?? user)
                do throws(StatusError) {
                    try server.authorize(call.user, info, selecting: query["fieldSelector"])
                    try route(call)
                } catch {
                    call.respond(error)
                }
            } catch {
                call(user).respond(error)
            }
        }
        do throws(StatusError) {
            switch try server.authenticator.outcome(of: request) {
            case .user(let user): serve(user)
            case .later(let authenticate):
                // Only the first token after an issuer changed its keys comes this way.
                Task {
                    do throws(StatusError) {
                        let user = try await authenticate()
                        exchange.run { serve(user) }
                    } catch {
                        server.access.notAuthenticated(.error)
                        exchange.run { call(User.anonymous()).respond(error) }
                    }
                }
            }
        } catch {
            let hasToken = Authenticator.token(in: request.headers) != nil
            server.access.notAuthenticated(hasToken ? .error : .failure)
            call(User.anonymous()).respond(error)
        }
    }

    func response(to rejection: HTTPRejection) -> (headers: HTTPHeaders, body: ByteBuffer) {
        guard case .bodyTooLarge(let limit) = rejection else {
            // Not even a request: what Go's server says then.
            let status = rejection.status
            return (
                ["Content-Type": "text/plain; charset=utf-8"],
                ByteBuffer(string: "\(status.code) \(status.reasonPhrase)")
            )
        }
        var body = ByteBuffer()
        body.write(StatusError.requestEntityTooLarge("limit is \(limit)").value().encoded())
        return (["Content-Type": "application/json"], body)
    }

    /// The name that a field selector pins: lists and watches of one object are authorized by its name.
    private static func selectedName(_ query: Query) -> String? { selectedName(query["fieldSelector"]) }

    private static func selectedName(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return (try? FieldSelector(parsing: text))?.exactValue(of: "metadata.name")
    }

    /// The same for a request in process.
    static func selectedName(_ verb: APIRequest.Verb, _ fieldSelector: String?) -> String? {
        verb == .list || verb == .watch ? selectedName(fieldSelector) : nil
    }

    // MARK: - Routing

    private func route(_ call: HTTPCall) throws(StatusError) {
        guard call.info.isResource else { return servePath(call) }
        let info = call.info
        guard let resource = call.resource else {
            guard server.catalog.hasGroupVersion(info.gvr.apiVersion) else { return notFound(call) }
            throw .noSuchPath
        }
        let definition = resource.definition
        let isOwnNamespace = definition.resource == "namespaces" && definition.group.isEmpty
        if !definition.isNamespaced, !info.namespace.isEmpty, !isOwnNamespace { throw .noSuchPath }
        if definition.isNamespaced, info.namespace.isEmpty, info.parts.count > 1 { throw .noSuchPath }
        if !info.subresource.isEmpty,
            let connect = server.connects[
                SubresourceKey(
                    group: info.group, resource: info.resource, subresource: info.subresource)]
        {
            return try connect.handle(call, server)
        }
        guard info.parts.count <= 3 else { throw .noSuchPath }
        try serve(call, resource)
    }

    private func servePath(_ call: HTTPCall) {
        guard call.method == .GET || call.method == .HEAD || call.method == .POST else {
            return call.respond(.methodNotAllowed)
        }
        guard let answer = server.paths.answer(to: call) else { return notFound(call) }
        call.respond(
            status: answer.status, contentType: answer.contentType, body: answer.body, extra: answer.headers)
    }

    private func notFound(_ call: HTTPCall) {
        call.respond(text: "404 page not found\n", status: 404, extra: [("X-Content-Type-Options", "nosniff")])
    }

    // MARK: - Resources

    private func serve(_ call: HTTPCall, _ resource: ServedResource) throws(StatusError) {
        let accept = call.request.headers.first(name: "accept")
        let rendering = try Negotiation.rendering(
            accept: accept,
            .resource(
                isBuiltIn: resource.definition.isBuiltIn,
                convertsToTable: resource.convertsToTable(call.info.subresource)),
            includeObject: call.query["includeObject"], pretty: call.isPretty)
        let encoder = ObjectEncoder(resource: resource, rendering: rendering, now: server.clock)
        guard let verb = APIRequest.Verb(rawValue: call.info.verb) else { throw .methodNotAllowed }
        var request = APIRequest(verb, resource.gvr)
        let info = call.info
        // Collections are not updated, and what has a name is not created by it.
        let isNamed = info.parts.count > 1
        if [.update, .patch].contains(verb), !isNamed { throw .methodNotAllowed }
        if verb == .create, isNamed, info.subresource.isEmpty { throw .methodNotAllowed }
        request.namespace = resource.definition.isNamespaced && !info.namespace.isEmpty ? info.namespace : nil
        request.name = info.parts.count > 1 ? String(info.parts[1]) : nil
        request.subresource = info.subresource.isEmpty ? nil : info.subresource
        request.options = try APIOptions(call.query, verb)
        if let warning = resource.deprecation { call.warnings.add([warning]) }
        if verb == .watch {
            return try watch(request, call, encoder)
        }
        var context = RequestContext(
            user: call.user, defaultFieldManager: info.isRead ? "" : HTTPFrontEnd.manager(call.request.headers),
            now: server.clock(), warnings: call.warnings)
        switch verb {
        case .create, .update: context.sent = SentObject(try object(call, resource, &context))
        case .patch: request.body = try patch(call, resource, &context)
        case .delete, .deletecollection:
            if let body = call.request.body, body.readableBytes > 0 {
                request.body = .value(try deleteOptions(call, body, &context))
            }
        case .get, .list, .watch: break
        }
        if verb == .create, resource.definition.isNamespaced, request.namespace == nil { throw .methodNotAllowed }
        let deadline = try server.deadline(call, isRead: verb == .get || verb == .list)
        server.handlers.handle(request, on: resource, context) { result in
            // On the event loop this is direct; from the store's thread it is the one hop of a write.
            call.exchange.run {
                deadline?.cancel()
                switch result {
                case .success(let answer): call.respond(answer, encoder)
                case .failure(let error): call.respond(error)
                }
            }
        }
    }

    private func watch(_ request: APIRequest, _ call: HTTPCall, _ encoder: ObjectEncoder) throws(StatusError) {
        guard encoder.resource.definition.verbs.contains("watch"), let cache = encoder.resource.cache else {
            throw .methodNotAllowed
        }
        var encoder = encoder
        encoder.rendering = try Negotiation.streamed(encoder.rendering)
        let options = try WatchOptions(request, resource: encoder.resource)
        let client = call.user.name
        try server.clientWatches.enter(client)
        let isWebSocket = WebSocketAnswer.isAsked(by: call.request)
        let writer: HTTPBodyWriter
        if isWebSocket {
            guard let messages = call.openWatchMessages(encoder.rendering) else {
                return server.clientWatches.leave(client)
            }
            writer = messages
        } else {
            writer = call.exchange.openWriter(
                status: .ok, headers: call.headers(contentType: encoder.rendering.streamContentType))
        }
        let watch = HTTPWatch(
            options: options, encoder: encoder, cache: cache, caches: server.caches, writer: writer,
            sendsMessages: isWebSocket, outbox: server.outboxes.outbox(of: call.exchange.eventLoop),
            metrics: server.watchMetrics.series(of: encoder.resource.gvr),
            freshnessLimit: server.configuration.freshnessLimit
        ) { [server] in
            server.clientWatches.leave(client)
            call.metric.finish(code: 200)
        }
        let least = server.configuration.minWatchSeconds
        watch.start(seconds: Int64(options.timeoutSeconds ?? Int.random(in: least...2 * least)))
    }

    private static func isApply(_ headers: HTTPHeaders) -> Bool {
        headers.first(name: "content-type") == APIRequest.PatchType.apply.rawValue
    }

    /// The name of the program: what stands before the first slash of its user agent.
    private static func manager(_ headers: HTTPHeaders) -> String {
        let agent = headers.first(name: "user-agent") ?? ""
        let name = agent.prefix { $0 != "/" }.prefix(128)
        return name.isEmpty ? "unknown" : String(name)
    }
}

extension HTTPExchange {
    /// Calls `body` on the event loop: at once where this is it.
    func run(_ body: @escaping @Sendable () -> Void) {
        if eventLoop.inEventLoop { body() } else { eventLoop.execute(body) }
    }
}
