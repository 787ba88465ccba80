import ApusJSON

/// One address and port behind a Service's port.
struct Endpoint: Hashable {
    var address: String
    var port: Int64
    var ready: Bool
    var serving: Bool
    var terminating: Bool
    var isLocal: Bool
    /// Zones that the endpoint is meant for; empty without hints.
    var zoneHints: [String]
    /// Nodes that the endpoint is meant for; empty without hints.
    var nodeHints: [String]
}

/// The endpoints of an EndpointSlice, by the name and protocol of their port.
struct EndpointSliceModel {
    struct PortKey: Hashable {
        var name: String
        var `protocol`: String
    }

    /// `namespace/name` of the Service.
    var service: String
    var family: Family
    var endpoints: [PortKey: [Endpoint]]

    /// Reads a slice; nil for one without a Service, of host names, or of a headless Service.
    init?(_ slice: JSONValue, nodeName: String) {
        let metadata = slice["metadata"]
        guard let name = metadata["labels"]["kubernetes.io/service-name"].string, !name.isEmpty,
            let family = Family(rawValue: slice["addressType"].string ?? ""),
            metadata["labels"]["service.kubernetes.io/headless"].isNull
        else { return nil }
        service = "\(metadata["namespace"].string ?? "")/\(name)"
        self.family = family
        endpoints = [:]
        for port in slice["ports"].elements {
            // A port without a number is every port: nothing that a proxy could lead to.
            guard let number = port["port"].int else { continue }
            let key = PortKey(
                name: port["name"].string ?? "", protocol: (port["protocol"].string ?? "TCP").lowercased())
            for endpoint in slice["endpoints"].elements {
                guard let address = endpoint["addresses"][0].string else { continue }
                let conditions = endpoint["conditions"]
                // What is not said: ready, as serving as ready, not terminating (EndpointConditions).
                let ready = conditions["ready"].bool ?? true
                let hints = endpoint["hints"]
                endpoints[key, default: []].append(
                    Endpoint(
                        address: address, port: number, ready: ready, serving: conditions["serving"].bool ?? ready,
                        terminating: conditions["terminating"].bool ?? false,
                        isLocal: endpoint["nodeName"].string == nodeName,
                        zoneHints: hints["forZones"].elements.compactMap { $0["name"].string },
                        nodeHints: hints["forNodes"].elements.compactMap { $0["name"].string }))
            }
        }
    }
}
