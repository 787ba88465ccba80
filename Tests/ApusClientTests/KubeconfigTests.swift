import ApusClient
import Testing

struct KubeconfigTests {
    private let text = """
        apiVersion: v1
        kind: Config
        current-context: admin@here
        clusters:
        - name: here
          cluster:
            server: https://127.0.0.1:6443
            certificate-authority-data: Q0E=
        - name: there
          cluster: {server: "https://there", insecure-skip-tls-verify: true, tls-server-name: kubernetes}
        users:
        - name: admin
          user:
            client-certificate-data: Q0VSVA==
            client-key-data: S0VZ
        - name: robot
          user: {token: "t0ken"}
        - name: cloud
          user: {exec: {command: aws}}
        contexts:
        - {name: admin@here, context: {cluster: here, user: admin, namespace: team}}
        - {name: robot@there, context: {cluster: there, user: robot}}
        - {name: cloud@here, context: {cluster: here, user: cloud}}
        - {name: lost, context: {cluster: nowhere, user: robot}}
        """

    @Test func `the current context says where and as whom`() throws {
        let configuration = try Kubeconfig(text: text, path: "config").configuration()
        #expect(configuration.server == "https://127.0.0.1:6443")
        #expect(configuration.certificateAuthority == Array("CA".utf8))
        #expect(configuration.clientCertificate == Array("CERT".utf8))
        #expect(configuration.clientKey == Array("KEY".utf8))
        #expect(configuration.namespace == "team")
    }

    @Test func `another context can be chosen`() throws {
        let configuration = try Kubeconfig(text: text, path: "config").configuration(context: "robot@there")
        #expect(configuration.insecureSkipVerify)
        #expect(configuration.serverName == "kubernetes")
        guard case .token("t0ken") = configuration.credential else {
            Issue.record("no token")
            return
        }
    }

    @Test(arguments: [
        ("none", "config: context \"none\" does not exist"),
        ("lost", "config: cluster \"nowhere\" does not exist"),
        ("cloud@here", "config: user \"cloud\": exec is not supported"),
    ])
    func `what cannot be used is named`(context: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Kubeconfig(text: text, path: "config").configuration(context: context)
        }
        #expect(error?.description == message)
    }

    @Test(arguments: ["", "just text", "a: [", "current-context: x"])
    func `what is no kubeconfig is refused`(text: String) {
        #expect(throws: ConfigurationError.self) { try Kubeconfig(text: text, path: "config").configuration() }
    }

    @Test func `outside of a cluster there is no in-cluster configuration`() {
        #expect(throws: ConfigurationError.self) { try ClientConfiguration.inCluster(environment: [:]) }
    }
}
