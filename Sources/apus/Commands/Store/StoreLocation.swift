import ApusStore
import ArgumentParser

/// Which store a command works on: etcd where its servers are named, else the file in a data directory.
struct StoreLocation: ParsableArguments {
    @Option(help: "The folder that holds all that the installation owns.")
    var dataDir = "/var/lib/apus"

    @OptionGroup(title: "A store in etcd") var etcd: EtcdOptions

    var dataDirectory: DataDirectory { DataDirectory(dataDir) }

    var place: StorePlace {
        get throws(Failure) {
            etcd.etcdServers == nil ? .sqlite(file: dataDirectory.store) : .etcd(try etcd.configuration())
        }
    }
}

/// How a store is made of a snapshot.
struct RestorationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How far above the snapshot's revision the restored store begins.",
            discussion: """
                So that no resource version which clients got after the snapshot means something else now; at least 1. \
                A file begins 1000000000 above by default. etcd chooses its revisions itself: with this option it is \
                made to go up by one write for each, some thousands a second; without it, it goes on where it is.
                """))
    var bumpRevision: UInt64?

    @Flag(help: "Accepted for etcdutl's sake: everything before the restored revision is always compacted.")
    var markCompacted = false

    @Flag(help: "Go on where an earlier restore into the same etcd ended; keys with other values are refused.")
    var resume = false

    func validate() throws {
        if let bumpRevision {
            guard (1...(1 << 48)).contains(bumpRevision) else {
                throw ValidationError("--bump-revision must be between 1 and \(1 << 48)")
            }
        }
    }

    var restoration: Restoration { Restoration(bump: bumpRevision, isResumed: resume) }
}

extension StoreError {
    /// For the person who typed the command.
    var explanation: String {
        switch self {
        case .compacted(let oldest): "the revision was compacted; the oldest one is \(oldest)"
        case .future(let current): "the revision lies in the future; the newest one is \(current)"
        case .full: "no space left"
        case .leaseNotFound(let lease): "there is no lease \(lease)"
        case .closed: "the store was closed"
        case .corrupt(let text), .unavailable(let text), .unknownOutcome(let text): text
        }
    }
}
