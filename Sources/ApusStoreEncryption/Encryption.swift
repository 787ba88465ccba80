/// A resource as an EncryptionConfiguration names it: `secrets`, `deployments.apps`, `*.apps`, `*.` (the core group),
/// `*.*`.
public struct EncryptedResource: Sendable, Hashable, CustomStringConvertible {
    public let group: String
    public let resource: String

    public init(group: String, resource: String) {
        self.group = group
        self.resource = resource
    }

    /// What stands behind the first dot is the group.
    public init(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(group: parts.count > 1 ? String(parts[1]) : "", resource: String(parts[0]))
    }

    public static let all = EncryptedResource(group: "*", resource: "*")

    public var allOfGroup: EncryptedResource { EncryptedResource(group: group, resource: "*") }

    public var description: String {
        group.isEmpty ? (resource == "*" ? "*." : resource) : "\(resource).\(group)"
    }
}

/// Which values are encrypted, and how: what one EncryptionConfiguration says.
public struct Encryption: Sendable {
    private let transformers: [EncryptedResource: ValueTransformer]

    public init(_ transformers: [EncryptedResource: ValueTransformer] = [:]) { self.transformers = transformers }

    /// The transformer of a resource; nil: its values are stored as they are.
    public func transformer(for resource: EncryptedResource) -> ValueTransformer? {
        transformers[resource] ?? transformers[resource.allOfGroup] ?? transformers[.all]
    }
}

/// The keys of a store, cut into resources.
public struct ResourceKeys: Sendable {
    /// What all keys begin with, with the slash at the end.
    public let root: String
    /// By what stands between the root and the names (`secrets`, `services/specs`); custom resources, which lie under
    /// `<group>/<resource>`, need not be there.
    public let known: [String: EncryptedResource]

    public init(root: String, known: [String: EncryptedResource]) {
        self.root = root
        self.known = known
    }

    /// What `find` has for the resource that `key` is of.
    func lookUp<Value>(_ key: String, in table: [String: Value?], custom: (EncryptedResource) -> Value?) -> Value? {
        guard key.utf8.starts(with: root.utf8) else { return nil }
        let rest = key.utf8.dropFirst(root.utf8.count)
        guard let first = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let group = String(key[rest.startIndex..<first])
        if let value = table[group] { return value }
        let behind = rest.index(after: first)
        guard let second = rest[behind...].firstIndex(of: UInt8(ascii: "/")) else { return nil }
        if let value = table[String(key[rest.startIndex..<second])] { return value }
        guard group.utf8.contains(UInt8(ascii: ".")) else { return nil }
        return custom(EncryptedResource(group: group, resource: String(key[behind..<second])))
    }
}
