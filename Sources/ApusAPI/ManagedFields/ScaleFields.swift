public import ApusJSON

/// Who owns the replicas of a workload, as its `scale` subresource and as its own managed fields say it
/// (apimachinery's `managedfields.ScaleHandler`).
public struct ScaleFields: Sendable {
    private static let scaleVersion = "autoscaling/v1"
    private static let scaleReplicas = ["f:spec", "f:replicas"]

    /// Where the replicas lie in each version of the workload: `["spec", "replicas"]`.
    private let paths: [String: [String]]
    /// The version of the request.
    private let apiVersion: String

    public init(paths: [String: [String]], apiVersion: String) {
        self.paths = paths.mapValues { $0.map { "f:" + $0 } }
        self.apiVersion = apiVersion
    }

    /// The entries of the scale: one for each manager of the replicas; null: none.
    public func scaleEntries(of parent: JSONValue) -> JSONValue {
        var entries: [ManagedFieldsEntry] = []
        for entry in (ManagedFields(parent) ?? ManagedFields()).entries {
            guard let path = paths[entry.apiVersion], entry.fields.contains(path) else { continue }
            var mapped = entry
            mapped.apiVersion = ScaleFields.scaleVersion
            mapped.fields = FieldSet(path: ScaleFields.scaleReplicas)
            entries.append(mapped)
        }
        return ManagedFields(entries).value ?? .null
    }

    /// The workload's entries after a write of its scale; null: none.
    public func parentEntries(of parent: JSONValue, after scale: JSONValue) -> JSONValue {
        var owners = (ManagedFields(scale) ?? ManagedFields()).entries.filter {
            $0.fields.contains(ScaleFields.scaleReplicas)
        }
        var entries: [ManagedFieldsEntry] = []
        for var entry in (ManagedFields(parent) ?? ManagedFields()).entries {
            guard let path = paths[entry.apiVersion] else { continue }
            if entry.fields.contains(path) {
                if let index = owners.firstIndex(where: { isSame($0, entry) }) {
                    owners.remove(at: index)
                } else {
                    entry.fields = entry.fields.subtracting(FieldSet(path: path))
                }
            }
            entries.append(entry)
        }
        if let path = paths[apiVersion] {
            for var owner in owners {
                owner.apiVersion = apiVersion
                owner.fields = FieldSet(path: path)
                owner.time = ""
                entries.append(owner)
            }
        }
        return ManagedFields(entries).value ?? .null
    }

    private func isSame(_ a: ManagedFieldsEntry, _ b: ManagedFieldsEntry) -> Bool {
        a.manager == b.manager && a.operation == b.operation && a.subresource == b.subresource
    }
}

extension FieldSet {
    /// The one field at `path`.
    init(path: [String]) {
        self.init(isMember: path.isEmpty)
        if let first = path.first { insert(first, FieldSet(path: Array(path.dropFirst()))) }
    }
}
