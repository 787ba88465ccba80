public import ApusStore

/// What a snapshot file holds, as the contents of a store. One task at a time reads it.
public final class SnapshotContents: StoreContents, @unchecked Sendable {  // asked by one task at a time
    private let reader: SnapshotReader

    public init(file: String) throws { reader = try SnapshotReader(file: file) }

    public var header: SnapshotHeader { reader.header }
    public var revision: Revision { reader.header.revision }

    public func next() async throws -> [StoreEntry] { try reader.next() }
    public func close() async {}
}
