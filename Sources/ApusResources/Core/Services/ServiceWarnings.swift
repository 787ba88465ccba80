import ApusAPI
import ApusJSON

/// What clients are told of Services that are valid and yet not what they should be (`pkg/api/service/warnings.go`).
enum ServiceWarnings {
    static func of(_ service: JSONValue) -> [String] {
        var warnings: [String] = []
        let path = FieldPath("spec")
        let (spec, annotations) = (service["spec"], service["metadata"]["annotations"])
        let hints = "service.kubernetes.io/topology-aware-hints"
        if !annotations[hints].isNull {
            warnings.append(
                "annotation \(hints) is deprecated, please use service.kubernetes.io/topology-mode instead")
        }
        if !spec["clusterIP"].text.isEmpty, spec["clusterIP"] != "None" {
            for (index, address) in spec["clusterIPs"].elements.enumerated() {
                warnings += AddressRules.warning(address, path["clusterIPs"][index]).map { [$0] } ?? []
            }
        }
        let isHeadless = spec["type"] == "ClusterIP" && spec["clusterIP"] == "None"
        if isHeadless {
            if !spec["loadBalancerIP"].text.isEmpty {
                warnings.append("spec.loadBalancerIP is ignored for headless services")
            }
            if !spec["externalIPs"].isEmptyValue {
                warnings.append("spec.externalIPs is ignored for headless services")
            }
            if spec["sessionAffinity"] != "None" {
                warnings.append("spec.SessionAffinity is ignored for headless services")
            }
        }
        for (index, address) in spec["externalIPs"].elements.enumerated() {
            warnings += AddressRules.warning(address, path["externalIPs"][index]).map { [$0] } ?? []
        }
        if !spec["externalIPs"].isEmptyValue, !isHeadless, spec["type"] != "ExternalName" {
            warnings.append("spec.externalIPs is deprecated and may no longer be implemented in some clusters")
        }
        warnings += AddressRules.warning(spec["loadBalancerIP"], path["loadBalancerIP"]).map { [$0] } ?? []
        for (index, range) in spec["loadBalancerSourceRanges"].elements.enumerated() {
            warnings += AddressRules.networkWarnings(range.text, path["loadBalancerSourceRanges"][index])
        }
        if spec["type"] == "ExternalName", !spec["externalIPs"].isEmptyValue {
            warnings.append("spec.externalIPs is ignored when spec.type is \"ExternalName\"")
        }
        if spec["type"] != "ExternalName", !spec["externalName"].text.isEmpty {
            warnings.append("spec.externalName is ignored when spec.type is not \"ExternalName\"")
        }
        if spec["trafficDistribution"] == "PreferClose" {
            warnings.append(
                "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"")
        }
        return warnings
    }

    /// What the client is told of a status: addresses that are not in their usual form.
    static func ofStatus(_ service: JSONValue) -> [String] {
        let path = FieldPath("status")["loadBalancer"]["ingress"]
        return service["status"]["loadBalancer"]["ingress"].elements.enumerated().compactMap { index, ingress in
            AddressRules.warning(ingress["ip"], path[index])
        }
    }
}
