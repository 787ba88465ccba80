import ApusClient
import ApusControllers
import ApusServer
import ArgumentParser

/// What a command that runs the controllers takes; the names are kube-controller-manager's.
struct ControllerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The controllers to run, with commas between: *, NAME or -NAME.",
            discussion: """
                * are all that run by default; bootstrap-signer-controller and token-cleaner-controller do not. Every
                name of kube-controller-manager is known, whether Apus has that controller or not.
                """))
    var controllers = "*"

    @Option(help: "How long an unused token that was made for an account by itself is kept, such as 8760h.")
    var legacyServiceAccountTokenCleanUpPeriod = GoTime(seconds: 365 * 24 * 3600)

    @OptionGroup(title: "Certificates that the cluster signs") var signing: SigningOptions

    /// Brings what the options say into `configuration`; `authority` signs where they name nothing else.
    func apply(to configuration: inout ControllerConfiguration, authority: Credential? = nil) throws {
        do {
            configuration.controllers = try ControllerSelection(controllers.split(separator: ",").map(String.init))
        } catch {
            throw Failure("\(error)")
        }
        guard legacyServiceAccountTokenCleanUpPeriod.seconds > 0 else {
            throw Failure("--legacy-service-account-token-clean-up-period must be greater than 0")
        }
        configuration.legacyTokenPeriod = .seconds(legacyServiceAccountTokenCleanUpPeriod.seconds)
        configuration.signing = try signing.authorities(or: authority)
    }
}

/// With what CertificateSigningRequests are signed.
struct SigningOptions: ParsableArguments {
    @Option(help: "The file of the authority that signs for all signers.")
    var clusterSigningCertFile: String?

    @Option(help: "The file of its private key.")
    var clusterSigningKeyFile: String?

    @Option(help: "How long certificates last at most, such as 8760h.")
    var clusterSigningDuration = GoTime(seconds: 365 * 24 * 3600)

    @Option(help: "The same for kubernetes.io/kubelet-serving alone.")
    var clusterSigningKubeletServingCertFile: String?

    @Option var clusterSigningKubeletServingKeyFile: String?

    @Option(help: "The same for kubernetes.io/kube-apiserver-client-kubelet alone.")
    var clusterSigningKubeletClientCertFile: String?

    @Option var clusterSigningKubeletClientKeyFile: String?

    @Option(help: "The same for kubernetes.io/kube-apiserver-client alone.")
    var clusterSigningKubeApiserverClientCertFile: String?

    @Option var clusterSigningKubeApiserverClientKeyFile: String?

    @Option(help: "The same for kubernetes.io/legacy-unknown alone.")
    var clusterSigningLegacyUnknownCertFile: String?

    @Option var clusterSigningLegacyUnknownKeyFile: String?

    private var single: [(Signer, certificate: String?, key: String?)] {
        [
            (.kubeletServing, clusterSigningKubeletServingCertFile, clusterSigningKubeletServingKeyFile),
            (.kubeletClient, clusterSigningKubeletClientCertFile, clusterSigningKubeletClientKeyFile),
            (.client, clusterSigningKubeApiserverClientCertFile, clusterSigningKubeApiserverClientKeyFile),
            (.legacyUnknown, clusterSigningLegacyUnknownCertFile, clusterSigningLegacyUnknownKeyFile),
        ]
    }

    /// The authorities of the signers; where the options name none, `authority` for all.
    func authorities(or authority: Credential?) throws -> [Signer: SigningAuthority] {
        var found: [Signer: SigningAuthority] = [:]
        for (signer, certificate, key) in single where certificate != nil || key != nil {
            guard let certificate, let key else {
                throw Failure("the certificate and the key of signer \(signer.rawValue) go together")
            }
            found[signer] = try files(certificate, key)
        }
        switch (clusterSigningCertFile, clusterSigningKeyFile) {
        case (let certificate?, let key?):
            guard found.isEmpty else {
                throw Failure("cannot specify default and per controller certs at the same time")
            }
            let all = try files(certificate, key)
            for signer in Signer.allCases { found[signer] = all }
        case (nil, nil):
            guard found.isEmpty, let authority else { break }
            let own = try make { (authority.certificatePEM, authority.keyPEM) }
            for signer in Signer.allCases { found[signer] = own }
        default:
            throw Failure("--cluster-signing-cert-file and --cluster-signing-key-file go together")
        }
        return found
    }

    private func files(_ certificate: String, _ key: String) throws -> SigningAuthority {
        do {
            return try make { (try TextFile.read(certificate), try TextFile.read(key)) }
        } catch let error as SigningError {
            throw Failure("\(error) (\(certificate), \(key))")
        }
    }

    private func make(_ source: @escaping SigningAuthority.Source) throws -> SigningAuthority {
        try SigningAuthority(duration: .seconds(clusterSigningDuration.seconds), source: source)
    }
}

extension ServiceAccountTokens {
    /// What makes the tokens in Secrets, signed with this key.
    var legacyIssuer: LegacyTokenIssuer {
        { namespace, account, secret in
            try issueLegacy(
                namespace: namespace, serviceAccount: BoundObject(name: account.name, uid: account.uid),
                secret: secret)
        }
    }
}
