import ApusAPI
import ApusJSON

/// Gives a Service that is written its addresses, address families and node ports (upstream's
/// `registry/core/service/storage`).
struct ServiceAllocation: Sendable {
    let allocator: ServiceAllocator

    /// Completes `service`; what it took is in the result and is to be released when the write fails.
    func allocate(
        _ service: inout JSONValue, old: JSONValue, _ definition: Definition
    ) throws(StatusError) -> ServiceAllocator.Reservation {
        var reservation = ServiceAllocator.Reservation()
        var errors = FieldErrors()
        keepAllocated(&service, old)
        if service["spec"]["type"].string == "ExternalName" {
            for field in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] { service["spec"].remove(field) }
        } else {
            setFamilies(&service)
            allocateAddress(&service, old, &reservation, &errors)
        }
        allocatePorts(&service, old, &reservation, &errors)
        guard errors.isEmpty else {
            allocator.release(reservation)
            throw .invalid(
                group: definition.group, kind: definition.kind, name: service["metadata"]["name"].string ?? "", errors)
        }
        return reservation
    }

    /// What the server gave before stays when an update leaves it out, and goes when the new type has no use for it.
    private func keepAllocated(_ service: inout JSONValue, _ old: JSONValue) {
        guard !old.isNull else { return }
        let type = service["spec"]["type"].string ?? "ClusterIP"
        let oldType = old["spec"]["type"].string ?? "ClusterIP"
        if type != "ExternalName", oldType != "ExternalName", isEmpty(service["spec"]["clusterIP"]) {
            service["spec"]["clusterIP"] = old["spec"]["clusterIP"]
            if service["spec"]["clusterIPs"].elements.isEmpty {
                service["spec"]["clusterIPs"] = old["spec"]["clusterIPs"]
            }
        }
        if type == "ExternalName", service["spec"]["clusterIP"] == old["spec"]["clusterIP"] {
            service["spec"].remove("clusterIP")
            service["spec"].remove("clusterIPs")
        }
        let oldPorts = old["spec"]["ports"].elements
        for index in service["spec"]["ports"].elements.indices {
            let port = service["spec"]["ports"][index]
            let number = port["nodePort"].int ?? 0
            let same = oldPorts.first { $0["port"] == port["port"] && $0["protocol"] == port["protocol"] }
            if needsPorts(type, service), needsPorts(oldType, old), number == 0, let same,
                same["nodePort"].int ?? 0 != 0
            {
                let isUsed = service["spec"]["ports"].elements.contains {
                    $0["nodePort"] == same["nodePort"] && $0["protocol"] == same["protocol"]
                }
                if !isUsed { service["spec"]["ports"][index]["nodePort"] = same["nodePort"] }
            }
            if type == "ClusterIP" || type == "ExternalName", oldType != type, number != 0,
                oldPorts.contains(where: { $0["nodePort"].int == number })
            {
                service["spec"]["ports"][index].remove("nodePort")
            }
        }
        if type != "LoadBalancer", service["spec"]["healthCheckNodePort"] == old["spec"]["healthCheckNodePort"] {
            service["spec"].remove("healthCheckNodePort")
        }
    }

    private func isEmpty(_ value: JSONValue) -> Bool { (value.string ?? "").isEmpty }

    private func needsPorts(_ type: String, _ service: JSONValue) -> Bool {
        type == "NodePort"
            || type == "LoadBalancer" && service["spec"]["allocateLoadBalancerNodePorts"].bool ?? true
    }

    /// The network has IPv4 only; a headless Service without selector may still name both families.
    private func setFamilies(_ service: inout JSONValue) {
        let isHeadless =
            service["spec"]["clusterIP"].string == "None" || service["spec"]["clusterIPs"][0].string == "None"
        let hasSelector = !(service["spec"]["selector"].object?.isEmpty ?? true)
        if isHeadless, !hasSelector {
            if service["spec"]["ipFamilyPolicy"].isNull { service["spec"]["ipFamilyPolicy"] = "RequireDualStack" }
            if service["spec"]["ipFamilies"].elements.isEmpty {
                let isSingle = service["spec"]["ipFamilyPolicy"].string == "SingleStack"
                service["spec"]["ipFamilies"] = isSingle ? ["IPv4"] : ["IPv4", "IPv6"]
            }
            return
        }
        if service["spec"]["ipFamilyPolicy"].isNull { service["spec"]["ipFamilyPolicy"] = "SingleStack" }
        if service["spec"]["ipFamilies"].elements.isEmpty { service["spec"]["ipFamilies"] = ["IPv4"] }
    }

    /// Whether a Service asks for nothing but IPv4; a headless one without selector may ask for anything.
    private func isOfOneFamily(_ service: JSONValue, _ errors: inout FieldErrors) -> Bool {
        let spec = service["spec"]
        let isHeadless = spec["clusterIP"].string == "None"
        if isHeadless, spec["selector"].object?.isEmpty ?? true { return true }
        let path = FieldPath("spec")
        var isFine = true
        for (index, address) in spec["clusterIPs"].elements.enumerated() where (address.string ?? "").contains(":") {
            errors.invalid(path["clusterIPs"][index], spec["clusterIPs"], "IPv6 is not configured on this cluster")
            isFine = false
        }
        guard isFine else { return false }
        if spec["ipFamilyPolicy"].string == "RequireDualStack" {
            errors.invalid(
                path["ipFamilyPolicy"], spec["ipFamilyPolicy"],
                "this cluster is not configured for dual-stack services")
            isFine = false
        }
        for (index, family) in spec["ipFamilies"].elements.enumerated() where family.string == "IPv6" {
            errors.invalid(path["ipFamilies"][index], family, "not configured on this cluster")
            isFine = false
        }
        return isFine
    }

    private func allocateAddress(
        _ service: inout JSONValue, _ old: JSONValue, _ reservation: inout ServiceAllocator.Reservation,
        _ errors: inout FieldErrors
    ) {
        if isEmpty(service["spec"]["clusterIP"]), let first = service["spec"]["clusterIPs"][0].string {
            service["spec"]["clusterIP"] = .string(first)
        }
        let path = FieldPath("spec")["clusterIPs"][0]
        guard isOfOneFamily(service, &errors) else { return }
        let wanted = service["spec"]["clusterIP"].string ?? ""
        if wanted.isEmpty {
            do {
                let address = try allocator.takeAddress(into: &reservation)
                service["spec"]["clusterIP"] = .string(address.description)
            } catch {
                errors.internalError(path, "failed to allocate a serviceIP: range is full")
                return
            }
        } else if wanted != "None", wanted != old["spec"]["clusterIP"].string, let address = IPv4Address(wanted) {
            do throws(ServiceAllocator.Refusal) {
                try allocator.take(address: address.number, into: &reservation)
            } catch {
                let reason =
                    error == .outside
                    ? "the provided network does not match the current range"
                    : "provided IP is already allocated"
                errors.invalid(path, [.string(wanted)], "failed to allocate IP \(wanted): \(reason)")
                return
            }
        }
        if service["spec"]["clusterIPs"].elements.isEmpty {
            service["spec"]["clusterIPs"] = [service["spec"]["clusterIP"]]
        }
    }

    private func allocatePorts(
        _ service: inout JSONValue, _ old: JSONValue, _ reservation: inout ServiceAllocator.Reservation,
        _ errors: inout FieldErrors
    ) {
        let type = service["spec"]["type"].string ?? "ClusterIP"
        guard type == "NodePort" || type == "LoadBalancer" else { return }
        let held = ServiceAllocator.holdings(of: old).ports
        let isNeeded = needsPorts(type, service)
        for index in service["spec"]["ports"].elements.indices {
            let port = service["spec"]["ports"][index]
            let transport = port["protocol"].string ?? "TCP"
            let path = FieldPath("spec")["ports"][index]["nodePort"]
            if let number = port["nodePort"].int, number != 0 {
                let wanted = ServiceAllocator.Port(number: number, transport: transport)
                guard !held.contains(wanted), !reservation.ports.contains(wanted) else { continue }
                do throws(ServiceAllocator.Refusal) {
                    try allocator.take(port: wanted, into: &reservation)
                } catch {
                    errors.invalid(path, .int(number), reason(error))
                }
            } else if isNeeded {
                do throws(ServiceAllocator.Refusal) {
                    let number = try allocator.takePort(transport: transport, into: &reservation)
                    service["spec"]["ports"][index]["nodePort"] = .int(number)
                } catch {
                    errors.internalError(path, "failed to allocate a nodePort: range is full")
                }
            }
        }
        let needsHealthCheck = type == "LoadBalancer" && service["spec"]["externalTrafficPolicy"].string == "Local"
        if needsHealthCheck, service["spec"]["healthCheckNodePort"].int ?? 0 == 0 {
            if let number = try? allocator.takePort(transport: "TCP", into: &reservation) {
                service["spec"]["healthCheckNodePort"] = .int(number)
            }
        }
    }

    private func reason(_ refusal: ServiceAllocator.Refusal) -> String {
        switch refusal {
        case .taken: "provided port is already allocated"
        case .outside:
            "provided port is not in the valid range. The range of valid ports is "
                + "\(allocator.ports.lowerBound)-\(allocator.ports.upperBound)"
        case .exhausted: "range is full"
        }
    }
}
