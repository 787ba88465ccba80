extension Cursor {
    /// The value as a tree; `.null` where there is none. Of repeated keys the last counts.
    public func value() -> JSONValue {
        var builder = TreeBuilder(self)
        return builder.build()
    }
}

extension JSONValue {
    /// Parses `bytes` into a tree. Of repeated keys the last counts, at the place of the first.
    public init(parsing bytes: Bytes, limits: JSONLimits = .request) throws(JSONError) {
        let document = try Document(parsing: bytes, limits: limits)
        var builder = TreeBuilder(Cursor(document))
        self = builder.build()
    }

    /// Parses `bytes` into a tree and adds the path of each repeated key to `duplicates`, once:
    /// `spec.containers[0].name`, as upstream's strict decoder names it in `duplicate field "…"`.
    public init(parsing bytes: Bytes, limits: JSONLimits = .request, duplicates: inout [String]) throws(JSONError) {
        let document = try Document(parsing: bytes, limits: limits)
        var builder = TreeBuilder(Cursor(document))
        self = builder.build()
        duplicates += builder.duplicates
    }
}
