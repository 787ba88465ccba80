import ApusSnapshots
import ApusStore
import Glibc

/// The whole of an installation in one file, and back: store, certificates and keys, kubeconfig, configuration.
/// What its node keeps (images, containers, volumes) is not in it.
struct InstallationBackup {
    let data: DataDirectory
    let place: StorePlace

    /// What is not taken: the store, which goes in as a snapshot; what belongs to a process; what belongs to the node.
    private static let left: Set = [
        "store.db", "apus.pid", "apus.lock", "apus.log", "kubelet", "runtime", "snapshots",
        "backup.json", BackupManifest.snapshot,
    ]
    private static let maximumFile = 64 << 20

    // MARK: - Backup

    func save(to file: String, overwrites: Bool, time: Int64) async throws -> (BackupManifest, SnapshotSummary) {
        guard access(data.pki, R_OK | X_OK) == 0 else {
            throw Failure("no installation in \(data.path): \(data.pki): \(systemError())")
        }
        if !overwrites, access(file, F_OK) == 0 { throw Failure("\(file): exists already") }
        let snapshot = file + ".store"
        unlink(snapshot)
        defer { unlink(snapshot) }
        let contents = try await place.contents()
        let summary = try await Snapshot.save(
            contents, source: place.kind, prefix: place.prefix, to: snapshot, time: time, compressed: true,
            program: Version.text)
        await contents.close()
        let manifest = try BackupWriter.write(
            try files(), snapshot: snapshot, to: file, time: time, program: Version.text, overwrites: overwrites)
        return (manifest, summary)
    }

    private func files() throws(Failure) -> [BackupWriter.Item] {
        var items: [BackupWriter.Item] = []
        var open = try Folder.names(data.path).filter { name in
            !InstallationBackup.left.contains(name) && !name.hasPrefix("store.db") && !name.hasSuffix(".partial")
                && !name.hasSuffix(".new")
        }
        while let path = open.popLast() {
            let full = "\(data.path)/\(path)"
            var status = stat()
            guard lstat(full, &status) == 0 else { throw Failure("\(full): \(systemError())") }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: open += try Folder.names(full).map { "\(path)/\($0)" }
            case S_IFREG:
                guard status.st_size <= InstallationBackup.maximumFile else {
                    throw Failure("\(full): too large for a file of an installation (\(status.st_size) bytes)")
                }
                items.append(
                    .init(path: path, mode: UInt32(status.st_mode & 0o777), bytes: try Folder.bytes(of: full)))
            default: continue
            }
        }
        return items.sorted { $0.path < $1.path }
    }

    // MARK: - Restore

    /// Makes the installation from `file`: built beside its place, and then there whole.
    func restore(_ file: String, _ restoration: Restoration) async throws -> (Restored, SnapshotSummary) {
        try data.checkStopped()
        if let found = try? Folder.names(data.path), let first = found.first {
            throw Failure(
                "\(data.path) is not empty: it holds \(first)\(found.count > 1 ? " and \(found.count - 1) more" : "")")
        }
        let building = DataDirectory(data.path + ".restoring")
        try building.prepare()
        // Held until this process ends: nobody starts on it, and no second restore begins.
        try building.claim()
        do {
            try Folder.empty(building.path, except: ["apus.lock", "apus.pid"])
            try BackupReader.extract(file, to: building.path)
            let snapshot = "\(building.path)/\(BackupManifest.snapshot)"
            let summary = try Snapshot.verify(snapshot)
            let target = if case .sqlite = place { StorePlace.sqlite(file: building.store) } else { place }
            let restored = try await target.restore(
                try SnapshotContents(file: snapshot), prefix: summary.header.prefix, restoration)
            unlink(snapshot)
            unlink(building.store + ".lock")
            building.release()
            try Folder.synchronize(building.path)
            guard rename(building.path, data.path) == 0 else {
                let reason = errno == EBUSY ? "it is a mount point: restore into a folder below it" : systemError()
                throw Failure("cannot put the installation into \(data.path): \(reason)")
            }
            try Folder.synchronize(Folder.parent(of: data.path))
            return (restored, summary)
        } catch {
            try? Folder.empty(building.path, except: [])
            rmdir(building.path)
            throw error
        }
    }
}
