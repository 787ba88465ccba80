import ApusJSON

/// The data that the generator works from; `docs/api-data/README.md` says what each file holds.
struct APIFacts {
    /// Types by full name (`io.k8s.api.core.v1.Pod`).
    var types: JSONObject
    /// How the Go types hold their fields, by full name and field: pointer, omitempty, defaults.
    var fields: JSONValue
    /// By full name and field, the numbers that lead to a field in protobuf where it is not one number of its own.
    var protobufPaths: JSONValue
    var resources: [JSONValue]
    /// Columns by `group/version resource`.
    var columns: JSONValue
    var storage: JSONValue
    var roles: JSONValue
    /// What types and fields are for, as `docs/api-data/descriptions.txt` has it.
    var descriptions: String

    init(directory: String) throws {
        func load(_ name: String) throws -> JSONValue { try JSONValue(parsing: TextFile.read("\(directory)/\(name)")) }
        types = try load("kubernetes-1.36-types.json").object ?? JSONObject()
        types.members.sort { $0.key < $1.key }
        fields = try load("kubernetes-1.36-fields.json")
        protobufPaths = try load("kubernetes-1.36-protobuf-paths.json")
        resources = try load("kubernetes-1.36-resources.json").elements
        columns = try load("table-columns-1.23.json")
        storage = try load("kubernetes-1.36-storage.json")
        roles = try load("bootstrap-rbac-1.36.json")
        descriptions = try TextFile.read("\(directory)/descriptions.txt").string
    }

    /// The full names of the types, by package, both in order.
    var packages: [(package: Package, types: [TypeName])] {
        let names = types.members.map { TypeName($0.key) }
        return Dictionary(grouping: names, by: \.package).map { ($0.key, $0.value) }.sorted { $0.0.id < $1.0.id }
    }

    /// The type of a kind.
    func type(group: String, version: String, kind: String) -> TypeName? {
        let wanted: JSONValue = [.string(group), .string(version), .string(kind)]
        return types.members.first { $0.value["gvk"].elements.contains(wanted) && $0.value["gvk"].elements.count == 1 }
            .map { TypeName($0.key) }
    }
}

/// `io.k8s.api.core.v1`.
struct Package: Hashable {
    var id: String

    /// A short name that no other package has: `core`, `autoscaling2`, `meta`.
    var alias: String {
        let parts = id.split(separator: ".")
        guard let last = parts.last, last.first == "v", parts.count > 1 else { return String(parts.last ?? "") }
        return last == "v1" ? String(parts[parts.count - 2]) : "\(parts[parts.count - 2])\(last.dropFirst())"
    }

    /// The enumeration that holds its views: `CoreV1`.
    var swiftName: String {
        let parts = id.split(separator: ".")
        guard let last = parts.last, last.first == "v", parts.count > 1 else {
            return (parts.last ?? "").capitalizedFirst
        }
        return parts[parts.count - 2].capitalizedFirst + last.capitalizedFirst
    }

    /// As Go's errors qualify its types: `v1`.
    var goName: String { String(id.split(separator: ".").last ?? "") }
}

/// The full name of a type.
struct TypeName: Hashable {
    var full: String
    var package: Package
    var name: String

    init(_ full: String) {
        self.full = full
        let dot = full.lastIndex(of: ".") ?? full.startIndex
        package = Package(id: String(full[..<dot]))
        name = String(full[full.index(after: dot)...])
    }
}

extension StringProtocol {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
