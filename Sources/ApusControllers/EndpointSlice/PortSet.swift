import ApusJSON

/// Ports as endpoints share them: equal when they say the same.
struct PortSet: Hashable, Sendable {
    let ports: [JSONValue]
    /// Tells port sets apart and puts them in order.
    let text: String

    init(_ ports: [JSONValue]) {
        self.ports = ports
        text = ports.map { port in
            ["name", "protocol", "appProtocol"].map { port[$0].string ?? "" }.joined(separator: "/")
                + "/\(port["port"].int ?? 0)"
        }.joined(separator: ",")
    }

    static func == (a: PortSet, b: PortSet) -> Bool { a.text == b.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
