extension ClientConfiguration {
    /// Where the kubelet puts a pod's credentials.
    public static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// How a container in the cluster reaches it: the address in the environment, the files that the kubelet mounts
    /// (client-go's `rest.InClusterConfig`).
    public static func inCluster(
        environment: [String: String], folder: String = serviceAccountFolder
    ) throws(ConfigurationError) -> ClientConfiguration {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], let port = environment["KUBERNETES_SERVICE_PORT"],
            !host.isEmpty, !port.isEmpty
        else {
            throw ConfigurationError(
                source: "",
                message:
                    "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined"
            )
        }
        let address = host.contains(":") ? "[\(host)]" : host
        var result = ClientConfiguration(server: "https://\(address):\(port)")
        result.certificateAuthority = try readFile("\(folder)/ca.crt", for: "in-cluster configuration")
        _ = try readFile("\(folder)/token", for: "in-cluster configuration")
        result.credential = .tokenFile("\(folder)/token")
        if let namespace = try? readFile("\(folder)/namespace", for: "") {
            result.namespace = String(decoding: namespace, as: UTF8.self)
        }
        return result
    }
}
