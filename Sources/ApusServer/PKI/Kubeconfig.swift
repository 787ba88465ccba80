import ApusAPI

/// A client configuration file with one cluster, one user and one context (client-go's `clientcmd/api/v1`).
public struct Kubeconfig: Sendable {
    public var cluster: String
    /// `https://127.0.0.1:6443`.
    public var server: String
    public var caPEM: String
    public var user: String
    public var credential: Credential

    public init(cluster: String = "apus", server: String, caPEM: String, user: String, credential: Credential) {
        self.cluster = cluster
        self.server = server
        self.caPEM = caPEM
        self.user = user
        self.credential = credential
    }

    public var yaml: String {
        func base64(_ text: String) -> String { Base64.encode(text.utf8) }
        return """
            apiVersion: v1
            kind: Config
            clusters:
            - name: \(cluster)
              cluster:
                server: \(server)
                certificate-authority-data: \(base64(caPEM))
            users:
            - name: \(user)
              user:
                client-certificate-data: \(base64(credential.certificatePEM))
                client-key-data: \(base64(credential.keyPEM))
            contexts:
            - name: \(user)@\(cluster)
              context:
                cluster: \(cluster)
                user: \(user)
            current-context: \(user)@\(cluster)

            """
    }

    /// Writes the file with mode 0600, whole or not at all; one that says the same stays as it is.
    public func write(to path: String) throws(PKIError) {
        let text = yaml
        if try SecretFile.read(path) == text { return }
        try SecretFile.write(text, to: path)
    }
}
