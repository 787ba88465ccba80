/// What a check of everything in a store found.
public struct StoreCheck: Sendable, Equatable {
    /// How many versions of keys were read, and the bytes of their values.
    public var versions = 0
    public var bytes = 0
    /// What is damaged, each with the name of the file; nothing was repaired. It ends where the check was told to stop.
    public var damage: [String] = []

    public init() {}

    public var isSound: Bool { damage.isEmpty }
}
