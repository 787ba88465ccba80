/// The signers that a cluster has of its own, and what each demands of a request (`pkg/controller/certificates/signer`
/// and `pkg/apis/certificates`).
public enum Signer: String, CaseIterable, Sendable {
    case client = "kubernetes.io/kube-apiserver-client"
    case kubeletClient = "kubernetes.io/kube-apiserver-client-kubelet"
    case kubeletServing = "kubernetes.io/kubelet-serving"
    case legacyUnknown = "kubernetes.io/legacy-unknown"

    /// Why the signer does not sign `request` for these usages; nil: it does.
    func problem(_ request: RequestedCertificate, usages: [String]) -> String? {
        switch self {
        case .client: Signer.clientProblem(usages)
        case .kubeletClient: Signer.kubeletClientProblem(request, Set(usages))
        case .kubeletServing: Signer.kubeletServingProblem(request, Set(usages))
        case .legacyUnknown: nil
        }
    }

    private static func clientProblem(_ usages: [String]) -> String? {
        for usage in usages where !["digital signature", "key encipherment", "client auth"].contains(usage) {
            return "invalid usage for client certificate: \(usage)"
        }
        return usages.contains("client auth") ? nil : "missing required usage for client certificate: client auth"
    }

    private static func kubeletClientProblem(_ request: RequestedCertificate, _ usages: Set<String>) -> String? {
        if let problem = organizationProblem(request) { return problem }
        for kind in [AlternativeName.dns, .email, .address, .uri] where request.has(kind) {
            return "\(kind.rawValue) subjectAltNames are not allowed"
        }
        return nameProblem(request) ?? usageProblem(usages, "client auth")
    }

    private static func kubeletServingProblem(_ request: RequestedCertificate, _ usages: Set<String>) -> String? {
        if let problem = organizationProblem(request) { return problem }
        if !request.has(.dns), !request.has(.address) { return "DNS or IP subjectAltName is required" }
        for kind in [AlternativeName.email, .uri] where request.has(kind) {
            return "\(kind.rawValue) subjectAltNames are not allowed"
        }
        return usageProblem(usages, "server auth") ?? nameProblem(request)
    }

    private static func organizationProblem(_ request: RequestedCertificate) -> String? {
        request.organizations == ["system:nodes"] ? nil : "subject organization is not system:nodes"
    }

    private static func nameProblem(_ request: RequestedCertificate) -> String? {
        request.commonName.hasPrefix("system:node:") ? nil : "subject common name does not begin with system:node:"
    }

    /// An RSA key also enciphers keys, others need not.
    private static func usageProblem(_ usages: Set<String>, _ purpose: String) -> String? {
        let least: Set<String> = ["digital signature", purpose]
        let most = least.union(["key encipherment"])
        if usages == least || usages == most { return nil }
        return "usages did not match [\(most.sorted().joined(separator: " "))]"
    }
}
