import ApusAPI
import ApusJSON

/// Gives a Service its node ports and the port of its health check.
struct ServicePorts {
    let allocator: ServiceAllocator

    func allocate(
        _ spec: inout JSONValue, old: JSONValue, _ reservation: inout ServiceAllocator.Reservation
    ) throws(ServiceAllocation.Failure) {
        let type = spec["type"].string
        if type == "NodePort" || type == "LoadBalancer" {
            if old.isNull {
                try allocateNew(&spec, &reservation)
            } else {
                try allocateChanged(&spec, Set(Self.nodePorts(old)), &reservation)
            }
        }
        if Self.needsHealthCheck(spec), !Self.needsHealthCheck(old) { try allocateHealthCheck(&spec, &reservation) }
    }

    /// The ports of a new Service: those of one number share a node port, whatever their protocols.
    private func allocateNew(
        _ spec: inout JSONValue, _ reservation: inout ServiceAllocator.Reservation
    ) throws(ServiceAllocation.Failure) {
        var byPort: [Int64: Int64] = [:]
        let ports = spec["ports"].elements
        for (index, port) in ports.enumerated() {
            let (number, wanted) = (port["port"].int ?? 0, port["nodePort"].int ?? 0)
            if wanted == 0, !Self.needsNodePorts(spec) { continue }
            let path = FieldPath("spec")["ports"][index]["nodePort"]
            if let shared = byPort[number] {
                if wanted == 0 {
                    spec["ports"][index]["nodePort"] = .int(shared)
                } else if wanted != shared {
                    try take(wanted, path, &reservation)
                }
                continue
            }
            let requested = ports.lazy.filter { $0["port"].int == number }.compactMap { $0["nodePort"].int }
                .first { $0 != 0 }
            let taken: Int64
            if let requested {
                try take(requested, path, &reservation)
                taken = requested
            } else {
                taken = try takeAny(&reservation)
            }
            byPort[number] = taken
            spec["ports"][index]["nodePort"] = .int(taken)
        }
    }

    /// The ports that an update adds to those that the Service holds.
    private func allocateChanged(
        _ spec: inout JSONValue, _ held: Set<Int64>, _ reservation: inout ServiceAllocator.Reservation
    ) throws(ServiceAllocation.Failure) {
        for (index, port) in spec["ports"].elements.enumerated() {
            if let wanted = port["nodePort"].int, wanted != 0 {
                guard !held.contains(wanted), !reservation.ports.contains(wanted) else { continue }
                try take(wanted, FieldPath("spec")["ports"][index]["nodePort"], &reservation)
            } else if Self.needsNodePorts(spec) {
                spec["ports"][index]["nodePort"] = .int(try takeAny(&reservation))
            }
        }
    }

    private func take(
        _ port: Int64, _ path: FieldPath, _ reservation: inout ServiceAllocator.Reservation
    ) throws(ServiceAllocation.Failure) {
        do throws(ServiceAllocator.Refusal) {
            try allocator.take(port: port, into: &reservation)
        } catch {
            throw .invalid(path, .int(port), "\(error)")
        }
    }

    private func takeAny(
        _ reservation: inout ServiceAllocator.Reservation
    ) throws(ServiceAllocation.Failure) -> Int64 {
        do throws(ServiceAllocator.Refusal) {
            return try allocator.takePort(into: &reservation)
        } catch {
            throw .server("failed to allocate a nodePort: \(error)")
        }
    }

    private func allocateHealthCheck(
        _ spec: inout JSONValue, _ reservation: inout ServiceAllocator.Reservation
    ) throws(ServiceAllocation.Failure) {
        let wanted = spec["healthCheckNodePort"].int ?? 0
        do throws(ServiceAllocator.Refusal) {
            if wanted != 0 {
                try allocator.take(port: wanted, into: &reservation)
            } else {
                spec["healthCheckNodePort"] = .int(try allocator.takePort(into: &reservation))
            }
        } catch {
            throw .server(
                wanted == 0
                    ? "failed to allocate a HealthCheck NodePort 0: \(error)"
                    : "failed to allocate requested HealthCheck NodePort \(wanted): \(error)")
        }
    }

    // MARK: - Facts

    private static func nodePorts(_ spec: JSONValue) -> [Int64] {
        spec["ports"].elements.compactMap { $0["nodePort"].int }.filter { $0 != 0 }
    }

    private static func needsNodePorts(_ spec: JSONValue) -> Bool {
        switch spec["type"].string {
        case "NodePort": true
        case "LoadBalancer": spec["allocateLoadBalancerNodePorts"].bool ?? true
        default: false
        }
    }

    private static func needsHealthCheck(_ spec: JSONValue) -> Bool {
        spec["type"].string == "LoadBalancer" && spec["externalTrafficPolicy"].string == "Local"
    }
}
