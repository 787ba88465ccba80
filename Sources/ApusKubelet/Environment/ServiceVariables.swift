import ApusJSON

/// The variables by which a container finds Services (`pkg/kubelet/envvars`).
enum ServiceVariables {
    /// `NAME_SERVICE_HOST`, `NAME_SERVICE_PORT…` and the links of Docker's time for each Service with a cluster
    /// address.
    static func make(_ services: [JSONValue]) -> [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        for service in services {
            let address = service["spec"].text("clusterIP")
            guard !address.isEmpty, address != "None" else { continue }
            let ports = service["spec"]["ports"].elements
            guard let first = ports.first else { continue }
            let name = variable(service["metadata"].text("name"))
            variables.append(("\(name)_SERVICE_HOST", address))
            variables.append(("\(name)_SERVICE_PORT", number(first)))
            for port in ports where !port.text("name").isEmpty {
                variables.append(("\(name)_SERVICE_PORT_\(variable(port.text("name")))", number(port)))
            }
            for (index, port) in ports.enumerated() {
                let kind = port["protocol"].string ?? "TCP"
                let host = address.contains(":") ? "[\(address)]" : address
                let url = "\(kind.lowercased())://\(host):\(number(port))"
                if index == 0 { variables.append(("\(name)_PORT", url)) }
                let prefix = "\(name)_PORT_\(number(port))_\(kind.uppercased())"
                variables.append((prefix, url))
                variables.append(("\(prefix)_PROTO", kind.lowercased()))
                variables.append(("\(prefix)_PORT", number(port)))
                variables.append(("\(prefix)_ADDR", address))
            }
        }
        return variables
    }

    private static func number(_ port: JSONValue) -> String { String(port["port"].int ?? 0) }

    private static func variable(_ name: String) -> String {
        String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}
