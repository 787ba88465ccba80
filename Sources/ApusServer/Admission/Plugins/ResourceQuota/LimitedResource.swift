import ApusAPI
import ApusJSON
import ApusResources

/// What may be used only where a quota allows it (`ResourceQuotaConfiguration` of `apiserver.config.k8s.io/v1`).
struct LimitedResource: Sendable {
    let group: String
    let resource: String
    /// Parts of the names of what is limited.
    let contains: [String]
    let scopes: [QuotaScope]

    static func list(reading value: JSONValue) throws(AdmissionOptions.Problem) -> [LimitedResource] {
        guard value["kind"].string == "ResourceQuotaConfiguration" else {
            throw AdmissionOptions.Problem(
                description: "ResourceQuota: no kind \(GoText.quoted(value["kind"].string ?? "")) is registered for "
                    + "version \(GoText.quoted(value["apiVersion"].string ?? ""))")
        }
        var limited: [LimitedResource] = []
        for (index, item) in value["limitedResources"].elements.enumerated() {
            guard let resource = item["resource"].string, !resource.isEmpty else {
                throw AdmissionOptions.Problem(
                    description: "ResourceQuota: limitedResources[\(index)].resource: Required value")
            }
            limited.append(
                LimitedResource(
                    group: item["apiGroup"].string ?? "", resource: resource,
                    contains: item["matchContains"].elements.compactMap(\.string),
                    scopes: item["matchScopes"].elements.map { QuotaScope($0) }))
        }
        return limited
    }

    /// Those of `names` that are limited.
    func limits(_ names: [String]) -> [String] {
        names.filter { name in contains.contains { name.contains($0) } }
    }
}
