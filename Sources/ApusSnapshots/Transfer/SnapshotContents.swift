public import ApusStore

/// What a snapshot file holds, as the contents of a store.
public actor SnapshotContents: StoreContents {
    public nonisolated let header: SnapshotHeader
    private let reader: SnapshotReader

    public init(file: String) throws {
        reader = try SnapshotReader(file: file)
        header = reader.header
    }

    public nonisolated var revision: Revision { header.revision }

    public func next() async throws -> [StoreEntry] { try reader.next() }
    public func close() async {}
}
