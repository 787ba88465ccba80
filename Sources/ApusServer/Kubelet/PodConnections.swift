import ApusAPI
import ApusHTTP
import ApusJSON
import NIOHTTP1

/// `pods/log`, `exec`, `attach` and `portforward`: the kubelet of the Pod's node answers, this relays
/// (`registry/core/pod/rest`, `pod.LogLocation` and its siblings).
struct PodConnections: ConnectHandler {
    enum Kind: String, Sendable, CaseIterable {
        case log, exec, attach, portforward
    }

    let kind: Kind
    let pods: ResourceCache
    let nodes: ResourceCache
    let kubelets: KubeletClient?

    func handle(_ call: HTTPCall, _ server: ServerCore) throws(StatusError) {
        let methods: [HTTPMethod] = kind == .log ? [.GET] : [.GET, .POST]
        guard methods.contains(call.method) else { throw .methodNotAllowed }
        guard let object = pods.object(ObjectKey(call.info.namespace, call.info.name)) else {
            throw .notFound(pods.definition.gvr, call.info.name)
        }
        let pod = object.tree()
        var path = "/\(kubeletPath)/\(object.namespace)/\(object.name)"
        var query: [(String, String)]
        switch kind {
        case .log:
            query = try PodLogOptions(call.query).query
            path += "/\(try container(of: pod, call.query))"
        case .exec, .attach:
            query = streams(call.query)
            path += "/\(try container(of: pod, call.query))"
        case .portforward:
            query = call.query.all("ports").flatMap { $0.split(separator: ",").map { ("port", String($0)) } }
        }
        let nodeName = pod["spec"]["nodeName"].string ?? ""
        guard !nodeName.isEmpty else {
            // A log that nobody has begun to write is empty.
            if kind == .log { return call.respond(text: "", status: 200) }
            throw .badRequest("pod \(object.name) does not have a host assigned")
        }
        guard let node = nodes.object(ObjectKey("", nodeName)) else { throw .notFound(nodes.definition.gvr, nodeName) }
        guard let kubelets else { throw .internalError("the server has no credentials for kubelets") }
        let text = query.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        let uri = text.isEmpty ? path : "\(path)?\(text)"
        guard kind == .log, WebSocketAnswer.isAsked(by: call.request) else {
            return try kubelets.relay(call, to: node.tree(), uri: uri)
        }
        let messages: WebSocketAnswer
        do throws(UpgradeRefusal) {
            messages = try WebSocketAnswer(call.request, supported: ["", "binary.k8s.io", PodConnections.base64]) {
                $0 == PodConnections.base64 ? .base64 : .binary
            }
        } catch {
            return call.respond(text: error.message, status: Int(error.status.code))
        }
        try kubelets.relay(call, to: node.tree(), uri: uri, messages: messages)
    }

    /// The subprotocol of logs whose messages are text.
    private static let base64 = "base64.binary.k8s.io"

    private var kubeletPath: String {
        switch kind {
        case .log: "containerLogs"
        case .exec: "exec"
        case .attach: "attach"
        case .portforward: "portForward"
        }
    }

    /// The streams and the command, in the kubelet's words.
    private func streams(_ query: Query) -> [(String, String)] {
        var result: [(String, String)] = []
        for (name, kubelet) in [("stdin", "input"), ("stdout", "output"), ("stderr", "error"), ("tty", "tty")] {
            if query.flag(name) ?? false { result.append((kubelet, "1")) }
        }
        if kind == .exec { result += query.all("command").map { ("command", $0) } }
        return result
    }

    /// The container that is meant; 400 where that is not clear.
    private func container(of pod: JSONValue, _ query: Query) throws(StatusError) -> String {
        func names(_ list: String) -> [String] { pod["spec"][list].elements.compactMap { $0["name"].string } }
        let name = pod["metadata"]["name"].string ?? ""
        let containers = names("containers")
        let initial = names("initContainers")
        if let wanted = query["container"], !wanted.isEmpty {
            guard (containers + initial + names("ephemeralContainers")).contains(wanted) else {
                throw .badRequest("container \(wanted) is not valid for pod \(name)")
            }
            return wanted
        }
        if containers.count == 1 { return containers[0] }
        var message = "a container name must be specified for pod \(name)"
        if !containers.isEmpty { message += ", choose one of: \(GoText.list(containers))" }
        if !containers.isEmpty, !initial.isEmpty {
            message += " or one of the init containers: \(GoText.list(initial))"
        }
        throw .badRequest(message)
    }
}

/// What is to be seen of a log (`PodLogOptions`).
struct PodLogOptions {
    let query: [(String, String)]

    init(_ query: Query) throws(StatusError) {
        var result: [(String, String)] = []
        var errors = FieldErrors()
        for name in ["follow", "previous", "timestamps"] where query.flag(name) ?? false {
            result.append((name, "true"))
        }
        for (name, least) in [("tailLines", Int64(0)), ("limitBytes", 1), ("sinceSeconds", 1)] {
            guard let value = try query.integer(name) else { continue }
            if value < least {
                errors.invalid(
                    FieldPath(name), .int(value),
                    least == 0 ? "must be greater than or equal to 0" : "must be greater than 0")
            }
            result.append((name, String(value)))
        }
        if let since = query["sinceTime"], !since.isEmpty {
            guard Timestamp(rfc3339: since) != nil else {
                throw .badRequest(
                    "parsing time \(GoText.quoted(since)) as \"2006-01-02T15:04:05Z07:00\": cannot parse "
                        + "\(GoText.quoted(since)) as \"2006\"")
            }
            if result.contains(where: { $0.0 == "sinceSeconds" }) {
                errors.forbidden(FieldPath(""), "at most one of `sinceTime` or `sinceSeconds` may be specified")
            }
            result.append(("sinceTime", since))
        }
        if let stream = query["stream"], !stream.isEmpty { result.append(("stream", stream)) }
        guard errors.isEmpty else { throw .invalid(group: "", kind: "PodLogOptions", name: "", errors) }
        self.query = result
    }
}
