/// What the cells of a table may know beside the object.
public struct TableContext: Sendable {
    /// What ages are counted to.
    public var now: Timestamp

    public init(now: Timestamp) { self.now = now }
}
