import ApusJSON
public import ApusStore

/// What a snapshot says of itself, at its beginning.
public struct SnapshotHeader: Sendable, Equatable {
    /// The backend that the keys are of: `sqlite`, `etcd` or `memory`.
    public var source: String
    /// The revision that the snapshot shows.
    public var revision: Revision
    /// What the keys of the cluster's objects begin with.
    public var prefix: String
    /// When it was made, in seconds since 1970.
    public var time: Int64
    public var isCompressed: Bool
    /// The version of the program that made it.
    public var program: String

    public init(
        source: String, revision: Revision, prefix: String, time: Int64, isCompressed: Bool, program: String = ""
    ) {
        self.source = source
        self.revision = revision
        self.prefix = prefix
        self.time = time
        self.isCompressed = isCompressed
        self.program = program
    }

    var json: JSONValue {
        [
            "source": .string(source), "revision": .int(Int64(clamping: revision)), "prefix": .string(prefix),
            "time": .int(time), "compression": .string(isCompressed ? "zstd" : "none"), "program": .string(program),
        ]
    }

    /// Nil where a field is missing or of another type.
    init?(_ json: JSONValue) {
        guard let source = json["source"].string, let revision = json["revision"].int, revision >= 0,
            let prefix = json["prefix"].string, let time = json["time"].int,
            let compression = json["compression"].string, compression == "zstd" || compression == "none"
        else { return nil }
        self.init(
            source: source, revision: Revision(revision), prefix: prefix, time: time,
            isCompressed: compression == "zstd", program: json["program"].string ?? "")
    }
}

/// What a snapshot says of itself, at its end.
public struct SnapshotSummary: Sendable, Equatable {
    public var header: SnapshotHeader
    public var keys: UInt64
    public var leases: UInt64
    /// The bytes of all entries before compression.
    public var contentBytes: UInt64
    public var blocks: UInt64
    /// The bytes of the file.
    public var size: UInt64
    /// The checksum over everything.
    public var hash: UInt64
}
