import ApusAPI
import ApusJSON

/// Fields of a Service that depend on each other and on its type: what a client leaves out of an update is kept, what
/// another type has no use for goes. All take `spec`.
enum ServiceDependentFields {
    /// A client that writes again what it created keeps what it was given since (`patchAllocatedValues`).
    static func keepAllocated(_ spec: inout JSONValue, old: JSONValue) {
        if needsAddress(old), needsAddress(spec) {
            if spec["clusterIP"].text.isEmpty, !old["clusterIP"].isNull { spec["clusterIP"] = old["clusterIP"] }
            if spec["clusterIPs"].elements.isEmpty, !old["clusterIPs"].elements.isEmpty {
                spec["clusterIPs"] = old["clusterIPs"]
            }
        }
        if needsNodePorts(old), needsNodePorts(spec) {
            let used = nodePorts(old).intersection(nodePorts(spec))
            spec.updateElements(of: "ports") { port in
                guard (port["nodePort"].int ?? 0) == 0 else { return }
                let same = old["ports"].elements.last { $0["name"].text == port["name"].text }
                if let number = same?["nodePort"].int, number != 0, !used.contains(number) {
                    port["nodePort"] = .int(number)
                }
            }
        }
        if needsHealthCheck(old), needsHealthCheck(spec), (spec["healthCheckNodePort"].int ?? 0) == 0,
            let number = old["healthCheckNodePort"].int
        {
            spec["healthCheckNodePort"] = .int(number)
        }
    }

    /// `clusterIP` is the older name of the first of `clusterIPs`: a client that writes only the one writes both
    /// (`normalizeClusterIPs`).
    static func normalizeAddresses(_ spec: inout JSONValue, old: JSONValue) {
        let (address, before) = (spec["clusterIP"].text, old["clusterIP"].text)
        if old.isNull {
            if !address.isEmpty, spec["clusterIPs"].elements.isEmpty { spec["clusterIPs"] = [.string(address)] }
            return
        }
        let addresses = old["clusterIPs"].elements
        if !addresses.isEmpty, spec["clusterIPs"].elements.isEmpty, address == before {
            spec["clusterIPs"] = .array(addresses)
        }
        guard address != before, spec["clusterIPs"].elements == addresses else { return }
        if address.isEmpty { spec.remove("clusterIPs") } else { spec["clusterIPs"] = [.string(address)] }
    }

    /// What only another type has goes, unless the client changed it at the same time (`dropTypeDependentFields`).
    static func drop(_ spec: inout JSONValue, old: JSONValue) {
        func drop(_ keys: String...) {
            for key in keys where spec[key] == old[key] { spec.remove(key) }
        }
        if needsAddress(old), !needsAddress(spec) {
            if spec["clusterIP"] == old["clusterIP"], spec["clusterIPs"] == old["clusterIPs"] {
                drop("clusterIP", "clusterIPs")
            }
            drop("ipFamilies", "ipFamilyPolicy")
        }
        if needsNodePorts(old), !needsNodePorts(spec), nodePorts(old).isSuperset(of: nodePorts(spec)) {
            spec.updateElements(of: "ports") { $0.remove("nodePort") }
        }
        if needsHealthCheck(old), !needsHealthCheck(spec) { drop("healthCheckNodePort") }
        if old["type"] == "LoadBalancer", spec["type"] != "LoadBalancer" {
            drop("allocateLoadBalancerNodePorts", "loadBalancerClass")
        }
        if ServiceValidation.isExternal(old), !ServiceValidation.isExternal(spec) { drop("externalTrafficPolicy") }
    }

    // MARK: - Facts

    private static func needsAddress(_ spec: JSONValue) -> Bool { spec["type"] != "ExternalName" }

    private static func needsNodePorts(_ spec: JSONValue) -> Bool {
        spec["type"] == "NodePort" || spec["type"] == "LoadBalancer"
    }

    private static func needsHealthCheck(_ spec: JSONValue) -> Bool { ServiceValidation.needsHealthCheck(spec) }

    private static func nodePorts(_ spec: JSONValue) -> Set<Int64> {
        Set(spec["ports"].elements.compactMap { $0["nodePort"].int }).subtracting([0])
    }
}
