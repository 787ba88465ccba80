/// A group, version and resource name, as in `apps/v1 deployments`. The legacy core group is "".
public struct GroupVersionResource: Hashable, Sendable, CustomStringConvertible {
    public var group: String
    public var version: String
    public var resource: String

    public init(_ group: String, _ version: String, _ resource: String) {
        self.group = group
        self.version = version
        self.resource = resource
    }

    /// `apps/v1`, or `v1` for the core group.
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    public var description: String { "\(apiVersion)/\(resource)" }
}

/// A group, version and kind, as in `apps/v1 Deployment`.
public struct GroupVersionKind: Hashable, Sendable, CustomStringConvertible {
    public var group: String
    public var version: String
    public var kind: String

    public init(_ group: String, _ version: String, _ kind: String) {
        self.group = group
        self.version = version
        self.kind = kind
    }

    /// Reads `apiVersion` (`apps/v1` or `v1`).
    public init(apiVersion: String, kind: String) {
        let parts = apiVersion.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(parts.count == 2 ? String(parts[0]) : "", String(parts.last ?? ""), kind)
    }

    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    public var description: String { "\(apiVersion), Kind=\(kind)" }
}
