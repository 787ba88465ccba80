public import ApusAPI
public import ApusJSON

/// What quotas count of claims: themselves and their sizes, all together and by storage class.
public struct ClaimQuotaEvaluator: QuotaEvaluator {
    private static let byClass = ".storageclass.storage.k8s.io/"
    private static let names = ["persistentvolumeclaims", "requests.storage"]
    private static let count = "count/persistentvolumeclaims"

    public init() {}

    public func matching(_ names: [String]) -> [String] {
        names.filter { name in
            name == Self.count || Self.names.contains { name == $0 || name.hasSuffix(Self.byClass + $0) }
        }
    }

    public func usage(of object: JSONValue, now: Timestamp) -> ResourceAmounts {
        var usage = ResourceAmounts(["persistentvolumeclaims": Quantity(1), Self.count: Quantity(1)])
        let annotation = object["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].string
        let storageClass = annotation ?? object["spec"]["storageClassName"].string ?? ""
        if !storageClass.isEmpty { usage["\(storageClass)\(Self.byClass)persistentvolumeclaims"] = Quantity(1) }
        if let size = size(of: object) {
            usage["requests.storage"] = size
            if !storageClass.isEmpty { usage["\(storageClass)\(Self.byClass)requests.storage"] = size }
        }
        return usage
    }

    /// What is asked for or already given, whichever is more, in whole bytes.
    private func size(of claim: JSONValue) -> Quantity? {
        guard let asked = try? Quantity(parsing: claim["spec"]["resources"]["requests"]["storage"].text) else {
            return nil
        }
        let given = try? Quantity(parsing: claim["status"]["allocatedResources"]["storage"].text)
        let size = max(asked, given ?? .zero)
        return size == Quantity(size.value) ? size : Quantity(size.value, format: size.format)
    }

    public func isIn(_ scope: QuotaScope, _ object: JSONValue) -> Bool {
        guard scope.name == "VolumeAttributesClass" else { return false }
        let names = [
            object["spec"]["volumeAttributesClassName"], object["status"]["currentVolumeAttributesClassName"],
            object["status"]["modifyVolumeStatus"]["targetVolumeAttributesClassName"],
        ].compactMap(\.string).filter { !$0.isEmpty }
        return scope.selects(names)
    }

    /// Claims may grow.
    public func concerns(isCreate: Bool, subresource: String) -> Bool {
        subresource.isEmpty || !isCreate && subresource == "status"
    }
}
