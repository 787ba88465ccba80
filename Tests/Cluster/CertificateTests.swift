import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// Certificates for keys that somebody else has made.
    @Suite(.serialized, .installation("certificates", port: 17447, arguments: ["--no-node"]))
    struct CertificateTests {
        let cluster: Installation

        init() throws { cluster = try #require(SharedInstallation.current) }

        /// Makes a key and a request with openssl; returns the folder, with `key.pem` and `request.pem`.
        private func request(_ name: String, key: [String]) async throws -> String {
            let folder = cluster.data + "/" + name
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let made = try await Shell.run(
                ["openssl", "req", "-new", "-nodes", "-subj", "/O=dev/CN=\(name)", "-newkey"] + key + [
                    "-keyout", folder + "/key.pem", "-out", folder + "/request.pem",
                ])
            try #require(made.code == 0, "\(made.all)")
            return folder
        }

        private func create(_ name: String, in folder: String) async throws {
            let pem = try Data(contentsOf: URL(filePath: folder + "/request.pem"))
            try await cluster.expect(
                "create", "-f", "-",
                input: """
                    apiVersion: certificates.k8s.io/v1
                    kind: CertificateSigningRequest
                    metadata: {name: \(name)}
                    spec:
                      request: \(pem.base64EncodedString())
                      signerName: kubernetes.io/kube-apiserver-client
                      expirationSeconds: 7200
                      usages: [client auth, digital signature]
                    """)
        }

        @Test(
            "kubectl certificate approve gives a certificate that opens the API",
            arguments: [
                ("jane", ["rsa:2048"]), ("joe", ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]),
                ("eve", ["ed25519"]), ("adam", ["ec", "-pkeyopt", "ec_paramgen_curve:secp521r1"]),
            ])
        func approve(name: String, key: [String]) async throws {
            let folder = try await request(name, key: key)
            try await create(name, in: folder)
            #expect(try await cluster.expect("get", "csr", name).contains("Pending"))
            try await cluster.expect("certificate", "approve", name)
            let path = folder + "/certificate.pem"
            let isIssued = try await Shell.wait {
                let text = try await cluster.expect("get", "csr", name, "-o", "jsonpath={.status.certificate}")
                guard !text.isEmpty, let pem = Data(base64Encoded: text) else { return false }
                try pem.write(to: URL(filePath: path))
                return true
            }
            try #require(isIssued)
            #expect(try await cluster.expect("get", "csr", name).contains("Approved,Issued"))
            let verified = try await Shell.run([
                "openssl", "verify", "-purpose", "sslclient", "-CAfile", cluster.data + "/pki/ca.crt", path,
            ])
            #expect(verified.code == 0, "\(verified.all)")
            let answer = try await Shell.run([
                "curl", "-sS", "--cacert", cluster.data + "/pki/ca.crt", "--cert", path, "--key", folder + "/key.pem",
                "-H", "Content-Type: application/json", "-d",
                #"{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}"#,
                "https://127.0.0.1:\(cluster.port)/apis/authentication.k8s.io/v1/selfsubjectreviews",
            ])
            #expect(answer.output.contains("\"username\": \"\(name)\""), "\(answer.all)")
            #expect(answer.output.contains("\"dev\""), "\(answer.all)")
        }

        @Test("kubectl certificate deny gives none")
        func deny() async throws {
            let folder = try await request("mallory", key: ["rsa:2048"])
            try await create("mallory", in: folder)
            try await cluster.expect("certificate", "deny", "mallory")
            #expect(try await cluster.expect("get", "csr", "mallory").contains("Denied"))
        }

        @Test("a token Secret is filled, opens the API, and goes with its account")
        func token() async throws {
            try await cluster.expect("create", "serviceaccount", "robot")
            try await cluster.expect(
                "create", "-f", "-",
                input: """
                    apiVersion: v1
                    kind: Secret
                    type: kubernetes.io/service-account-token
                    metadata: {name: robot, annotations: {kubernetes.io/service-account.name: robot}}
                    """)
            var token = ""
            let isFilled = try await Shell.wait {
                let text = try await cluster.expect("get", "secret", "robot", "-o", "jsonpath={.data.token}")
                token = Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } ?? ""
                return !token.isEmpty
            }
            try #require(isFilled)
            let who = try await cluster.request(
                "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                body: #"{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}"#,
                headers: ["Authorization: Bearer \(token)"], asAdministrator: false)
            #expect(who.body.contains("system:serviceaccount:default:robot"), "\(who)")
            try await cluster.expect("delete", "serviceaccount", "robot")
            let isGone = try await Shell.wait { try await cluster.kubectl("get", "secret", "robot").code != 0 }
            #expect(isGone)
        }
    }
}
