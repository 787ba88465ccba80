import ApusAPI
import ApusJSON
import ApusResources

/// Gives Pods a service account, its image pull secrets and a volume with its token, and keeps them to the Secrets that
/// the account may mount where it says so.
struct ServiceAccountAdmission: MutatingAdmission, ValidatingAdmission {
    static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"
    static let volumePrefix = "kube-api-access-"

    let objects: ObjectReader
    let random: RandomPool

    var name: String { "ServiceAccount" }
    var scope: AdmissionScope {
        AdmissionScope([.create, .update], .init("pods"), .init("pods", subresource: "ephemeralcontainers"))
    }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard request.operation == .create, request.subresource.isEmpty, !Self.isMirror(object) else { return }
        let wanted = object["spec"]["serviceAccountName"].string ?? ""
        let account = wanted.isEmpty ? "default" : wanted
        let found = try serviceAccount(account, request)
        object["spec"]["serviceAccountName"] = .string(account)
        object["spec"]["serviceAccount"] = .string(account)
        if object["spec"]["automountServiceAccountToken"].bool ?? found.automountsToken { mountToken(&object["spec"]) }
        if object["spec"]["imagePullSecrets"].elements.isEmpty, !found.imagePullSecrets.isEmpty {
            object["spec"]["imagePullSecrets"] = .array(found.imagePullSecrets)
        }
    }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let spec = object["spec"]
        if request.operation == .update {
            guard request.subresource == "ephemeralcontainers", let name = spec["serviceAccountName"].string else {
                return
            }
            let account = try serviceAccount(name, request)
            if let limit = account.secretLimit { try limit.checkEphemeralContainers(spec, request) }
            return
        }
        guard !Self.isMirror(object) else { return try checkMirror(spec, request) }
        let name = spec["serviceAccountName"].string ?? ""
        guard !name.isEmpty else {
            throw request.forbidden("no service account specified for pod \(request.namespace)/\(request.name)")
        }
        let account = try serviceAccount(name, request)
        if let limit = account.secretLimit { try limit.check(spec, request) }
    }

    private static func isMirror(_ pod: JSONValue) -> Bool {
        !pod["metadata"]["annotations"]["kubernetes.io/config.mirror"].isNull
    }

    private func serviceAccount(
        _ name: String, _ request: AdmissionRequest
    ) throws(StatusError) -> ObjectReader.ServiceAccount {
        guard let found = objects.serviceAccount(request.namespace, name) else {
            throw request.forbidden(
                "error looking up service account \(request.namespace)/\(name): "
                    + "serviceaccount \(GoText.quoted(name)) not found")
        }
        return found
    }

    private func checkMirror(_ spec: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        if !(spec["serviceAccountName"].string ?? "").isEmpty {
            throw request.forbidden("a mirror pod may not reference service accounts")
        }
        if !PodReferences.secrets(spec).isEmpty { throw request.forbidden("a mirror pod may not reference secrets") }
        let projectsTokens = spec["volumes"].elements.contains { volume in
            volume["projected"]["sources"].elements.contains { !$0["serviceAccountToken"].isNull }
        }
        if projectsTokens { throw request.forbidden("a mirror pod may not use ServiceAccountToken volume projections") }
    }

    private func mountToken(_ spec: inout JSONValue) {
        let volumes = spec["volumes"].elements
        let known = volumes.first { ($0["name"].string ?? "").hasPrefix(ServiceAccountAdmission.volumePrefix) }
        var random = random.generator
        let volume =
            known?["name"].string
            ?? ServiceAccountAdmission.volumePrefix + GeneratedName.suffix(5, using: &random)
        var isNeeded = false
        for list in ["initContainers", "containers"] {
            for index in spec[list].elements.indices {
                let isMounted = spec[list][index]["volumeMounts"].elements.contains {
                    $0["mountPath"].string == ServiceAccountAdmission.mountPath
                }
                guard !isMounted else { continue }
                spec[list][index]["volumeMounts"].append([
                    "name": .string(volume), "readOnly": true, "mountPath": .string(ServiceAccountAdmission.mountPath),
                ])
                isNeeded = true
            }
        }
        if isNeeded, known == nil { spec["volumes"].append(tokenVolume(volume)) }
    }

    private func tokenVolume(_ name: String) -> JSONValue { ["name": .string(name), "projected": Self.tokenSources] }

    /// The same for all Pods, which share it.
    private static let tokenSources: JSONValue = [
        "sources": [
            ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
            ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
            [
                "downwardAPI": [
                    "items": [
                        [
                            "path": "namespace",
                            "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"],
                        ]
                    ]
                ]
            ],
        ],
        "defaultMode": 420,
    ]
}
