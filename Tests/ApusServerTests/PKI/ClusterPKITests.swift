import ApusServer
import Glibc
import SwiftASN1
import Testing
import X509

@Suite struct ClusterPKITests {
    /// Calls `body` with a new directory and removes it.
    static func withDirectory(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/apus-pki-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let root = try #require(made)
        defer { remove(root) }
        try body("\(root)/pki")
    }

    static func remove(_ root: String) {
        for folder in ["\(root)/pki", root] {
            guard let stream = opendir(folder) else { continue }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                unlink("\(folder)/\(name)")
            }
            closedir(stream)
            rmdir(folder)
        }
    }

    static func mode(_ path: String) -> UInt32 {
        var info = stat()
        return stat(path, &info) == 0 ? info.st_mode & 0o777 : 0
    }

    static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 65536)
        return String(decoding: buffer[..<fread(&buffer, 1, buffer.count, file)], as: UTF8.self)
    }

    static func write(_ text: String, _ path: String) {
        guard let file = fopen(path, "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    static func options(_ directory: String, names: [String] = ["10.96.0.1", "node-1"], now: Int64 = 1_790_000_000)
        -> ClusterPKI.Options
    {
        ClusterPKI.Options(directory: directory, serverNames: names, now: now)
    }

    @Test func `makes what a cluster needs, and reads the same again`() throws {
        try Self.withDirectory { directory in
            let first = try ClusterPKI(Self.options(directory))
            let second = try ClusterPKI(Self.options(directory, now: 1_790_000_000 + 200 * 86400))
            #expect(first.serving == second.serving)
            #expect(first.admin == second.admin)
            #expect(first.caPEM == second.caPEM)
            #expect(first.serviceAccountKeyPEM == second.serviceAccountKeyPEM)
            for name in ["ca.key", "ca.crt", "apiserver.key", "sa.key", "admin.key"] {
                #expect(Self.mode("\(directory)/\(name)") == 0o600)
            }
            #expect(Self.mode(directory) == 0o700)
        }
    }

    @Test func `certificates name whom they should, and the CA signed them`() throws {
        try Self.withDirectory { directory in
            let pki = try ClusterPKI(Self.options(directory))
            let node = try pki.node("node-1", names: ["192.0.2.7"])
            let authority = try Certificate(pemEncoded: pki.caPEM)
            let subjects = [
                (pki.admin, "O=system:masters,CN=kubernetes-admin"), (pki.scheduler, "CN=system:kube-scheduler"),
                (pki.controllerManager, "CN=system:kube-controller-manager"),
                (pki.kubeletClient, "O=system:masters,CN=kube-apiserver-kubelet-client"),
                (node.client, "O=system:nodes,CN=system:node:node-1"),
            ]
            for (credential, subject) in subjects {
                let certificate = try Certificate(pemEncoded: credential.certificatePEM)
                let sorted = certificate.subject.description.split(separator: ",").map(String.init).sorted()
                #expect(sorted == subject.split(separator: ",").map(String.init).sorted())
                #expect(authority.publicKey.isValidSignature(certificate.signature, for: certificate))
                #expect(try certificate.extensions.extendedKeyUsage?.contains(.clientAuth) == true)
            }
            let serving = try Certificate(pemEncoded: pki.serving.certificatePEM)
            let names = try #require(try serving.extensions.subjectAlternativeNames)
            for name in ["kubernetes", "kubernetes.default.svc.cluster.local", "localhost", "node-1"] {
                #expect(names.contains(.dnsName(name)))
            }
            #expect(names.contains(.ipAddress(ASN1OctetString(contentBytes: [10, 96, 0, 1]))))
            let kubelet = try Certificate(pemEncoded: node.serving.certificatePEM)
            #expect(
                try kubelet.extensions.subjectAlternativeNames?.contains(
                    .ipAddress(ASN1OctetString(contentBytes: [192, 0, 2, 7]))) == true)
        }
    }

    @Test func `renews a certificate that ends soon or lacks a name, and nothing else`() throws {
        try Self.withDirectory { directory in
            let first = try ClusterPKI(Self.options(directory))
            let named = try ClusterPKI(Self.options(directory, names: ["10.96.0.1", "node-1", "new.example"]))
            #expect(named.serving != first.serving)
            #expect(named.admin == first.admin)
            let later = try ClusterPKI(Self.options(directory, now: 1_790_000_000 + 300 * 86400))
            #expect(later.admin != first.admin)
            #expect(later.caPEM == first.caPEM)
            #expect(later.serviceAccountKeyPEM == first.serviceAccountKeyPEM)
        }
    }

    @Test func `refuses a damaged authority with one line, and changes nothing`() throws {
        try Self.withDirectory { directory in
            _ = try ClusterPKI(Self.options(directory))
            let admin = Self.text("\(directory)/admin.crt")
            Self.write("rubbish", "\(directory)/ca.crt")
            let error = #expect(throws: PKIError.self) { try ClusterPKI(Self.options(directory)) }
            #expect(error?.description == "\(directory)/ca.crt is no certificate")
            #expect(Self.text("\(directory)/admin.crt") == admin)
        }
        let error = #expect(throws: PKIError.self) { try ClusterPKI(Self.options("/nowhere/at/all")) }
        #expect(error?.description == "cannot make /nowhere/at/all: No such file or directory")
    }

    @Test func `writes a kubeconfig with mode 0600`() throws {
        try Self.withDirectory { directory in
            let pki = try ClusterPKI(Self.options(directory))
            let path = "\(directory)/kubeconfig"
            let config = Kubeconfig(
                server: "https://127.0.0.1:6443", caPEM: pki.caPEM, user: "kubernetes-admin", credential: pki.admin)
            try config.write(to: path)
            #expect(Self.mode(path) == 0o600)
            #expect(Self.text(path).contains("server: https://127.0.0.1:6443\n"))
        }
    }
}
