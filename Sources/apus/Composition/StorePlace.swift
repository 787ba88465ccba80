import ApusServer
import ApusSnapshots
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import Glibc

/// A store that commands work on from outside of the server.
enum StorePlace {
    case sqlite(file: String)
    case etcd(EtcdConfiguration)

    /// What keys in a file begin with.
    static let filePrefix = "/registry/"

    var kind: String {
        switch self {
        case .sqlite: "sqlite"
        case .etcd: "etcd"
        }
    }

    var prefix: String {
        switch self {
        case .sqlite: StorePlace.filePrefix
        case .etcd(let configuration): configuration.prefix
        }
    }

    var description: String {
        switch self {
        case .sqlite(let file): file
        case .etcd(let configuration):
            "etcd at " + configuration.endpoints.map(\.description).joined(separator: ",")
        }
    }

    /// One state of it, read beside servers that write.
    ///
    /// - Parameter revision: of etcd; a file shows its newest state.
    func contents(at revision: Revision? = nil) async throws -> any StoreContents {
        switch self {
        case .sqlite(let file):
            try checkExists(file)
            return try await SQLiteContents.open(file: file)
        case .etcd(let configuration): return try await EtcdContents.open(configuration, at: revision)
        }
    }

    /// A new store in this place, to be filled.
    func filling(_ restoration: Restoration) async throws -> any StoreFilling {
        switch self {
        case .sqlite(let file):
            guard !restoration.isResumed else {
                throw Failure("--resume is for etcd: a file is made whole or not at all")
            }
            return try SQLiteFilling(file: file)
        case .etcd(let configuration):
            return try await EtcdFilling.open(
                configuration, isResumed: restoration.isResumed, raisesRevision: restoration.bump != nil)
        }
    }

    /// Takes what `contents` holds into this place.
    func restore(_ contents: any StoreContents, prefix: String, _ restoration: Restoration) async throws -> Restored {
        let store = try await filling(restoration)
        let (revision, counts) = try await StoreCopy.copy(
            contents, to: store, at: restoration.revision(after: contents.revision, in: self),
            prefix: KeyPrefix(from: prefix, to: self.prefix))
        return Restored(revision: revision, counts: counts)
    }

    func checkExists(_ file: String) throws(Failure) {
        guard access(file, R_OK) == 0 else { throw Failure("no store in \(file): \(systemError())") }
    }
}

/// How a store is made of a snapshot or of another store.
struct Restoration {
    /// How far above the old store's revision the new one begins; nil: as its kind has it.
    var bump: UInt64?
    var isResumed = false

    /// Far beyond what a server can have handed out since the snapshot was made.
    static let defaultBump: UInt64 = 1_000_000_000

    /// The revision at which the new store begins; never one that the old store had.
    func revision(after old: Revision, in place: StorePlace) -> Revision {
        switch place {
        case .sqlite: old + max(1, bump ?? Restoration.defaultBump)
        case .etcd: old + max(1, bump ?? 0)
        }
    }
}

struct Restored {
    var revision: Revision
    var counts: StoreCopy.Counts

    /// What has to be said where resource versions of before lie in the future.
    func warning(old: Revision) -> String? {
        guard revision <= old else { return nil }
        return """
            etcd's revision is \(revision), the old store's was \(old): restart what watches the cluster (controllers, \
            kubelets), or restore with --bump-revision
            """
    }
}
