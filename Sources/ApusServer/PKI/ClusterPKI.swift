import Crypto
import Glibc

/// A certificate with its private key, as PEM.
public struct Credential: Sendable, Equatable {
    public let certificatePEM: String
    public let keyPEM: String

    public init(certificatePEM: String, keyPEM: String) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }
}

/// The keys and certificates of a cluster, in one directory with the file names that kubeadm gives them.
///
/// What is missing is made; what is ours and has less than a fifth of its life left, or lacks a name that it needs, is
/// made again. Files have mode 0600 and are replaced whole. Everything is ECDSA P-256.
public struct ClusterPKI: Sendable {
    /// What certificates must name.
    public struct Options: Sendable {
        public var directory: String
        /// What else clients call the server: host names, advertised addresses, the first address of the service range.
        public var serverNames: [String]
        public var clusterDomain: String
        /// Seconds since 1970.
        public var now: Int64

        public init(directory: String, serverNames: [String], clusterDomain: String = "cluster.local", now: Int64) {
            self.directory = directory
            self.serverNames = serverNames
            self.clusterDomain = clusterDomain
            self.now = now
        }
    }

    public var caPEM: String { authority.credential.certificatePEM }
    /// The cluster's own authority with its key, which signs certificates for the cluster.
    public var authorityCredential: Credential { authority.credential }
    /// What the API server shows its clients.
    public let serving: Credential
    /// `kubernetes-admin` of `system:masters`.
    public let admin: Credential
    public let scheduler: Credential
    public let controllerManager: Credential
    /// `kube-proxy`, as `system:kube-proxy`.
    public let proxy: Credential
    /// What the API server shows kubelets.
    public let kubeletClient: Credential
    /// Signs the tokens of service accounts.
    public let serviceAccountKeyPEM: String
    private let authority: CertificateAuthority
    private let directory: String

    /// Reads the directory and makes what is missing; the directory itself too, its parent not.
    public init(_ options: Options) throws {
        try SecretFile.makeDirectory(options.directory)
        directory = options.directory
        authority = try ClusterPKI.authority(options)
        var names = options.serverNames
        names += ["kubernetes", "kubernetes.default", "kubernetes.default.svc"]
        names += ["kubernetes.default.svc.\(options.clusterDomain)", "localhost", "127.0.0.1", "::1"]
        let files = CredentialFiles(directory: directory, authority: authority)
        serving = try files.credential("apiserver", .server("kube-apiserver", names: names))
        admin = try files.credential("admin", .client("kubernetes-admin", ["system:masters"]))
        scheduler = try files.credential("scheduler", .client("system:kube-scheduler"))
        controllerManager = try files.credential("controller-manager", .client("system:kube-controller-manager"))
        proxy = try files.credential("proxy", .client("system:kube-proxy", ["system:node-proxier"]))
        kubeletClient = try files.credential(
            "apiserver-kubelet-client", .client("kube-apiserver-kubelet-client", ["system:masters"]))
        serviceAccountKeyPEM = try ClusterPKI.serviceAccountKey(directory)
    }

    /// The credentials of a node: as a client (`system:node:<name>`), and as what its kubelet shows the API server.
    public func node(_ name: String, names: [String]) throws -> (client: Credential, serving: Credential) {
        let files = CredentialFiles(directory: directory, authority: authority)
        let user = "system:node:\(name)"
        return (
            try files.credential("kubelet-\(name)", .client(user, ["system:nodes"])),
            try files.credential("kubelet-\(name)-serving", .server(user, ["system:nodes"], names: [name] + names))
        )
    }

    private static func authority(_ options: Options) throws -> CertificateAuthority {
        let path = "\(options.directory)/ca"
        let certificate = try SecretFile.read("\(path).crt")
        let key = try SecretFile.read("\(path).key")
        if let certificate, let key {
            return try CertificateAuthority(
                Credential(certificatePEM: certificate, keyPEM: key), path: path, now: options.now)
        }
        // A certificate without its key must not be replaced: clients and objects out there trust it.
        if certificate != nil { throw PKIError("\(path).key is missing beside \(path).crt") }
        let new = try CertificateAuthority.make(commonName: "kubernetes", now: options.now)
        try SecretFile.write(new.keyPEM, to: "\(path).key")
        try SecretFile.write(new.certificatePEM, to: "\(path).crt")
        return try CertificateAuthority(new, path: path, now: options.now)
    }

    private static func serviceAccountKey(_ directory: String) throws -> String {
        let path = "\(directory)/sa"
        if let known = try SecretFile.read("\(path).key") {
            guard (try? P256.Signing.PrivateKey(pemRepresentation: known)) != nil else {
                throw PKIError("\(path).key is no ECDSA P-256 private key")
            }
            return known
        }
        let key = P256.Signing.PrivateKey()
        try SecretFile.write(key.publicKey.pemRepresentation + "\n", to: "\(path).pub")
        try SecretFile.write(key.pemRepresentation + "\n", to: "\(path).key")
        return key.pemRepresentation + "\n"
    }
}

/// The pairs `NAME.crt` and `NAME.key` that an authority issues into a directory.
struct CredentialFiles {
    let directory: String
    let authority: CertificateAuthority

    /// The credential of that name: the one that is there while it is good, else a new one.
    func credential(_ name: String, _ request: CertificateRequest) throws -> Credential {
        let path = "\(directory)/\(name)"
        if let certificate = try SecretFile.read("\(path).crt"), let key = try SecretFile.read("\(path).key") {
            let known = Credential(certificatePEM: certificate, keyPEM: key)
            if authority.isGood(known, for: request) { return known }
        }
        let new = try authority.issue(request)
        try SecretFile.write(new.keyPEM, to: "\(path).key")
        try SecretFile.write(new.certificatePEM, to: "\(path).crt")
        return new
    }
}
