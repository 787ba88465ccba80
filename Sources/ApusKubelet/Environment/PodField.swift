import ApusAPI
import ApusJSON

/// Fields of a pod that variables and downward API files may name (`pkg/fieldpath`, `pkg/apis/core/pods`).
enum PodField {
    /// The value of `path`; nil for one that is not supported.
    static func value(_ path: String, of pod: Pod, node: NodeAddresses) -> String? {
        for (prefix, map) in [
            ("metadata.labels", pod.metadata["labels"]), ("metadata.annotations", pod.metadata["annotations"]),
        ] {
            if path == prefix { return formatted(map.stringMap) }
            if path.hasPrefix("\(prefix)['"), path.hasSuffix("']") {
                return map[String(path.dropFirst(prefix.count + 2).dropLast(2))].string ?? ""
            }
        }
        return switch path {
        case "metadata.name": pod.name
        case "metadata.namespace": pod.namespace
        case "metadata.uid": pod.uid
        case "spec.nodeName": pod.spec.text("nodeName")
        case "spec.serviceAccountName": pod.spec.text("serviceAccountName")
        case "status.hostIP": node.internalIPs.first ?? ""
        case "status.hostIPs": node.internalIPs.joined(separator: ",")
        default: nil
        }
    }

    /// Whether the field is known only once the sandbox runs.
    static func address(_ path: String, _ addresses: [String]) -> String? {
        switch path {
        case "status.podIP": addresses.first ?? ""
        case "status.podIPs": addresses.joined(separator: ",")
        default: nil
        }
    }

    /// A map as a downward API file has it: `key="value"` a line, by key.
    static func formatted(_ map: [String: String]) -> String {
        map.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }.joined(separator: "\n")
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The value of a `resourceFieldRef`, rounded up to its divisor; a limit that is absent is the node's
    /// (`allocatable`).
    static func resource(
        _ reference: JSONValue, of pod: Pod, container own: String?, allocatable: JSONValue
    ) throws(EnvironmentError) -> String {
        let name = reference["containerName"].string ?? own ?? ""
        guard let container = pod.container(name) else { throw EnvironmentError("container \(name) not found") }
        let path = reference.text("resource")
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["limits", "requests"].contains(parts[0]),
            parts[1] == "cpu" || parts[1] == "memory" || parts[1] == "ephemeral-storage"
                || parts[1].hasPrefix("hugepages-")
        else { throw EnvironmentError("unsupported container resource : \(path)") }
        let resources = container["resources"]
        var found = QualityOfService.quantity(resources[parts[0]][parts[1]])
        if found == nil, parts[0] == "limits" { found = QualityOfService.quantity(allocatable[parts[1]]) }
        let quantity = found ?? .zero
        let divisor = QualityOfService.quantity(reference["divisor"]) ?? .zero
        if parts[1] == "cpu" {
            let unit = divisor.isZero ? 1000 : max(1, divisor.milliValue)
            return String((quantity.milliValue + unit - 1) / unit)
        }
        let unit = divisor.isZero ? 1 : max(1, divisor.value)
        return String((quantity.value + unit - 1) / unit)
    }
}

/// Why a container's configuration cannot be made; its message becomes that of `CreateContainerConfigError`.
struct EnvironmentError: Error, Sendable, Equatable, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
