public import ApusJSON

/// The other versions of a kind, in which entries of managed fields may have been written.
public protocol FieldVersions: Sendable {
    /// `object`, which is in the field manager's version, in `apiVersion`, and the schema of that; nil where it is not
    /// served any more.
    func object(_ object: JSONValue, in apiVersion: String) -> (object: JSONValue, schema: Schema)?
}

/// The versions of a kind that has only one.
struct OneVersion: FieldVersions {
    func object(_ object: JSONValue, in apiVersion: String) -> (object: JSONValue, schema: Schema)? { nil }
}
