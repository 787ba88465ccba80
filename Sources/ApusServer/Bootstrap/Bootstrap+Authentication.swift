import ApusAPI
import ApusHTTP
import ApusJSON

extension Bootstrap {
    private static let authentication = "extension-apiserver-authentication"

    /// Tells aggregated API servers whom to trust, in the ConfigMap that they read.
    func publishAuthentication() async throws(StatusError) {
        var data: JSONValue = [:]
        if let pem = configuration.clientCAPEM { data["client-ca-file"] = .string(pem) }
        if let proxy = configuration.frontProxy, let pem = configuration.http?.tls?.frontProxyCAPEM {
            func list(_ names: [String]) -> JSONValue {
                .string(JSONValue.array(names.map { .string($0) }).encoded().string)
            }
            data["requestheader-client-ca-file"] = .string(pem)
            data["requestheader-allowed-names"] = list(proxy.allowedNames)
            data["requestheader-username-headers"] = list(proxy.usernameHeaders)
            data["requestheader-uid-headers"] = list(proxy.uidHeaders)
            data["requestheader-group-headers"] = list(proxy.groupHeaders)
            data["requestheader-extra-headers-prefix"] = list(proxy.extraHeaderPrefixes)
        }
        guard data.object?.members.isEmpty == false else { return }
        let resource = GroupVersionResource("", "v1", "configmaps")
        guard let known = try await object(resource, "kube-system", Self.authentication) else {
            var create = APIRequest(.create, resource, namespace: "kube-system")
            create.body = .value([
                "kind": "ConfigMap", "apiVersion": "v1",
                "metadata": ["name": .string(Self.authentication), "namespace": "kube-system"], "data": data,
            ])
            _ = try await transport.send(create)
            return
        }
        guard known["data"] != data else { return }
        _ = try await transport.send(
            APIRequest(
                .patch, resource, namespace: "kube-system", name: Self.authentication,
                body: .patch(.merge, ["data": data])))
    }

    private static let tracking = "kube-apiserver-legacy-service-account-token-tracking"

    /// Says since which day the use of tokens in Secrets is noted, for the controller that retires unused ones.
    func noteTokenTracking() async throws(StatusError) {
        let resource = GroupVersionResource("", "v1", "configmaps")
        let today = String(clock().rfc3339.prefix(10))
        guard let known = try await object(resource, "kube-system", Self.tracking) else {
            var create = APIRequest(.create, resource, namespace: "kube-system")
            create.body = .value([
                "kind": "ConfigMap", "apiVersion": "v1",
                "metadata": ["name": .string(Self.tracking), "namespace": "kube-system"],
                "data": ["since": .string(today)],
            ])
            _ = try await transport.send(create)
            return
        }
        // A day that cannot be read or is still to come says nothing.
        let since = known["data"]["since"].string ?? ""
        guard Timestamp(rfc3339: since + "T00:00:00Z") == nil || since > today else { return }
        _ = try await transport.send(
            APIRequest(
                .patch, resource, namespace: "kube-system", name: Self.tracking,
                body: .patch(.merge, ["data": ["since": .string(today)]])))
    }
}
