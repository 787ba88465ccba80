public import ApusAPI

/// A snapshot in its place.
public struct StoredSnapshot: Sendable, Equatable {
    public var name: String
    /// In bytes.
    public var size: UInt64
    /// When it came there.
    public var time: Timestamp

    public init(name: String, size: UInt64, time: Timestamp) {
        self.name = name
        self.size = size
        self.time = time
    }
}

/// Where snapshots are kept. A name is that of a file: not empty, without a slash or a dot at its beginning.
public protocol SnapshotDestination: Sendable {
    /// All that is there whole, in the order of the names.
    func list() async throws -> [StoredSnapshot]

    /// Brings `file` there: whole and durable under the name, or not at all. What has the name already stays, and is an
    /// error.
    func upload(file: String, as name: String) async throws

    /// Writes the snapshot to `file`, which must not exist: whole, or not at all.
    func download(_ name: String, to file: String) async throws

    /// Takes the snapshot away; it is no error where there is none.
    func remove(_ name: String) async throws

    /// Lets go of connections; nothing is asked afterwards.
    func close() async
}

extension SnapshotDestination {
    public func close() async {}
}

enum SnapshotName {
    /// - Throws: `SnapshotError` where no destination takes the name.
    static func check(_ name: String) throws {
        guard !name.isEmpty, !name.hasPrefix("."), !name.utf8.contains(where: { $0 == 0x2f || $0 < 0x20 }),
            name.utf8.count <= 200
        else { throw SnapshotError("\(GoText.quoted(name)) is no name of a snapshot") }
    }
}
