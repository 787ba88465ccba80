public import ApusStore
import Glibc

/// Between stores and snapshot files.
public enum Snapshot {
    /// Writes `contents` to `file`, whole and durable under its name or not at all; takes away what killed processes
    /// left in its directory.
    ///
    /// - Throws: `SnapshotError` of the file, or what `contents` throws.
    @discardableResult
    public static func save(
        _ contents: any StoreContents, source: String, prefix: String, to file: String, time: Int64,
        compressed: Bool, program: String = "", overwrites: Bool = false
    ) async throws -> SnapshotSummary {
        NewFile.removeLeftovers(in: NewFile.directory(of: file))
        let writer = try SnapshotWriter(
            file: file,
            header: SnapshotHeader(
                source: source, revision: contents.revision, prefix: prefix, time: time, isCompressed: compressed,
                program: program),
            overwrites: overwrites)
        while case let entries = try await contents.next(), !entries.isEmpty {
            for entry in entries { try writer.append(entry) }
        }
        return try writer.finish()
    }

    /// What the ends of `file` say, without what lies between.
    public static func status(_ file: String) throws -> SnapshotSummary {
        try SnapshotReader(file: file).summaryFromEnd()
    }

    /// Reads all of `file`.
    ///
    /// - Throws: `SnapshotError`, which names the first place that is damaged or missing.
    public static func verify(_ file: String) throws -> SnapshotSummary {
        let reader = try SnapshotReader(file: file)
        while try !reader.next().isEmpty {}
        guard let summary = reader.summary else { throw SnapshotError("\(file): has no end") }
        return summary
    }
}
