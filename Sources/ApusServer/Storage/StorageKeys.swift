/// The keys of the store: `/registry/<prefix of the resource>/[<namespace>/]<name>`.
struct StorageKeys: Sendable {
    /// What all keys begin with, with the slash at the end (`--etcd-prefix`).
    var root = "/registry/"

    /// The prefix of the keys of a resource, with the slash at the end.
    func prefix(_ storagePrefix: String) -> String { "\(root)\(storagePrefix)/" }

    /// Cuts a key into what `known` has for the resource's prefix, and the rest; nil for a key of no known resource.
    func split<Value>(_ key: String, known: [String: Value]) -> (Value, Substring)? {
        guard key.hasPrefix(root) else { return nil }
        // Prefixes have one part (`pods/`) or two (`services/specs/`, `stable.example.com/crontabs/`).
        let rest = key.dropFirst(root.count)
        guard let first = rest.firstIndex(of: "/") else { return nil }
        if let value = known[String(key[...first])] { return (value, key[key.index(after: first)...]) }
        guard let second = key[key.index(after: first)...].firstIndex(of: "/") else { return nil }
        return known[String(key[...second])].map { ($0, key[key.index(after: second)...]) }
    }
}
