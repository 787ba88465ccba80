import ApusJSON
import ApusSnapshots
import ApusStore
import Glibc
import Synchronization

/// Calls `body` with a new directory, and takes it away afterwards.
func withDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
    var template = Array("/tmp/apus-snapshots-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template).map({ String(cString: $0) }) else {
        throw SnapshotError("no directory in /tmp")
    }
    let result: Result<R, any Error>
    do { result = .success(try await body(path)) } catch { result = .failure(error) }
    remove(tree: path)
    return try result.get()
}

private func remove(tree path: String) {
    for name in names(in: path) {
        let child = "\(path)/\(name)"
        if unlink(child) != 0 { remove(tree: child) }
    }
    rmdir(path)
}

/// The names in `directory`, in order.
func names(in directory: String) -> [String] {
    guard let folder = opendir(directory) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

func contents(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw SnapshotError("\(path): cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return bytes
}

func write(_ bytes: some Collection<UInt8>, to path: String) throws {
    guard let file = fopen(path, "w") else { throw SnapshotError("\(path): cannot be written") }
    defer { fclose(file) }
    guard fwrite(Array(bytes), 1, bytes.count, file) == bytes.count else {
        throw SnapshotError("\(path): cannot be written")
    }
}

/// Entries that are given out in chunks, as a store does.
actor ListedContents: StoreContents {
    nonisolated let revision: Revision
    private var chunks: [[StoreEntry]]

    init(_ chunks: [StoreEntry]..., revision: Revision = 9) {
        self.chunks = chunks
        self.revision = revision
    }

    func next() async throws -> [StoreEntry] { chunks.isEmpty ? [] : chunks.removeFirst() }
    func close() async {}
}

func key(
    _ key: String, _ value: String, created: Revision = 2, modified: Revision = 3, lease: Int64 = 0
) -> StoreEntry {
    .key(
        StoreRecord(
            key: key, value: Bytes(value), createRevision: created, modRevision: modified, lease: lease))
}

/// All entries that are left.
func all(_ contents: any StoreContents) async throws -> [StoreEntry] {
    var entries: [StoreEntry] = []
    while case let chunk = try await contents.next(), !chunk.isEmpty { entries += chunk }
    return entries
}

extension KeyValue {
    var summary: String { "\(key)=\(value.string) \(createRevision)-\(modRevision)" }
}

extension Store {
    @discardableResult
    func put(_ key: String, _ value: String) async throws(StoreError) -> Revision {
        try await commit(Transaction([], [.put(key: key, value: Bytes(value))])).revision
    }

    /// Watches from `from` and throws why the watch ends.
    func end(watching from: Revision) async throws {
        let error = await withCheckedContinuation { continuation in
            _ = watch(prefix: "/", from: from, deliver: { _ in }, end: { continuation.resume(returning: $0) })
        }
        if let error { throw error }
    }
}

/// The events of a watch.
final class EventLog: Sendable {
    private let events = Mutex<[StoreEvent]>([])

    func append(_ new: [StoreEvent]) { events.withLock { $0 += new } }

    var summaries: [String] {
        events.withLock { events in
            events.map { event in
                "\(event.revision) \(event.kind) \(event.key)\(event.value.map { "=\($0.value.string)" } ?? "")"
                    + " (\(event.previous?.value.string ?? "-"))"
            }
        }
    }
}
