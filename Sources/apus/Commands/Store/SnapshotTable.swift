import ApusAPI
import ApusJSON
import ApusSnapshots

/// What is shown of one snapshot; field names are etcdutl's where it has them.
enum SnapshotTable {
    static func write(_ summary: SnapshotSummary, _ format: ListFormat) throws {
        let header = summary.header
        let hash = String(summary.hash, radix: 16)
        let time = Timestamp(seconds: header.time).rfc3339
        let json: JSONValue = [
            "hash": .string(hash), "revision": .int(Int64(clamping: header.revision)),
            "totalKey": .int(Int64(clamping: summary.keys)), "totalSize": .int(Int64(clamping: summary.size)),
            "version": .string(header.program), "time": .string(time), "compressed": .bool(header.isCompressed),
            "totalLease": .int(Int64(clamping: summary.leases)),
            "contentSize": .int(Int64(clamping: summary.contentBytes)), "source": .string(header.source),
            "prefix": .string(header.prefix),
        ]
        try format.write(
            json,
            columns: [
                "HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE", "TIME", "COMPRESSED", "LEASES", "SOURCE", "PREFIX",
                "VERSION",
            ], wideFrom: 6,
            rows: [
                [
                    hash, "\(header.revision)", "\(summary.keys)", "\(summary.size)", time, "\(header.isCompressed)",
                    "\(summary.leases)", header.source, header.prefix, header.program,
                ]
            ])
    }
}
