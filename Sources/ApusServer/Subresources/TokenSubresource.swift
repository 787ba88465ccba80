import ApusAPI
import ApusJSON

/// `serviceaccounts/token`: makes a token for a service account.
struct TokenSubresource: SubresourceHandler {
    let tokens: TokenRequests

    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        guard call.request.verb == .create else { throw .methodNotAllowed }
        let key = try call.key
        let request = try call.object
        try handlers.admission.review(request, call.admission(.create, name: key.name, old: .null))
        var pod: JSONValue?
        if request["spec"]["boundObjectRef"]["kind"].string == "Pod",
            let name = request["spec"]["boundObjectRef"]["name"].string
        {
            pod = handlers.catalog.stored("", "pods")?.cache?.object(ObjectKey(key.namespace, name))?.tree()
        }
        var made = try tokens.create(request, namespace: key.namespace, name: key.name, pod: pod) {
            call.context.warnings.add([$0])
        }
        made["kind"] = "TokenRequest"
        made["apiVersion"] = "authentication.k8s.io/v1"
        made["metadata"]["name"] = .string(key.name)
        made["metadata"]["namespace"] = .string(key.namespace)
        made["metadata"]["creationTimestamp"] = .string(call.context.now.rfc3339)
        reply(.success(.document(made, code: 201)))
    }
}
