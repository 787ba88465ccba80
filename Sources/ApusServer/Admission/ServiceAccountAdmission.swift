import ApusAPI
import ApusJSON

/// Gives Pods a service account, its image pull secrets and a volume with its token (upstream's `ServiceAccount`).
struct ServiceAccountAdmission: AdmissionPlugin {
    static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"
    static let volumePrefix = "kube-api-access-"

    var name: String { "ServiceAccount" }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader) throws(StatusError) {
        guard request.isFor("", "pods"), request.operation == .create else { return }
        guard object["metadata"]["annotations"]["kubernetes.io/config.mirror"].isNull else {
            return try checkMirror(object, request)
        }
        let wanted = object["spec"]["serviceAccountName"].string ?? ""
        let account = wanted.isEmpty ? "default" : wanted
        guard let found = objects.serviceAccount(request.namespace, account) else {
            throw request.forbidden(
                "error looking up service account \(request.namespace)/\(account): "
                    + "serviceaccount \(GoText.quoted(account)) not found")
        }
        object["spec"]["serviceAccountName"] = .string(account)
        object["spec"]["serviceAccount"] = .string(account)
        if object["spec"]["automountServiceAccountToken"].bool ?? found.automountsToken { mountToken(&object["spec"]) }
        if object["spec"]["imagePullSecrets"].elements.isEmpty, !found.imagePullSecrets.isEmpty {
            object["spec"]["imagePullSecrets"] = .array(found.imagePullSecrets)
        }
    }

    private func checkMirror(_ pod: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        if !(pod["spec"]["serviceAccountName"].string ?? "").isEmpty {
            throw request.forbidden("a mirror pod may not reference service accounts")
        }
        let projectsTokens = pod["spec"]["volumes"].elements.contains { volume in
            volume["projected"]["sources"].elements.contains { !$0["serviceAccountToken"].isNull }
        }
        if projectsTokens { throw request.forbidden("a mirror pod may not use ServiceAccountToken volume projections") }
    }

    private func mountToken(_ spec: inout JSONValue) {
        let volumes = spec["volumes"].elements
        let known = volumes.first { ($0["name"].string ?? "").hasPrefix(ServiceAccountAdmission.volumePrefix) }
        var random = SystemRandomNumberGenerator()
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

    private func tokenVolume(_ name: String) -> JSONValue {
        [
            "name": .string(name),
            "projected": [
                "sources": [
                    ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
                    [
                        "configMap": [
                            "name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]],
                        ]
                    ],
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
            ],
        ]
    }
}
