import ApusAPI
import ApusJSON
import ApusServer
import ApusSnapshots
import ArgumentParser
import NIOPosix

/// Where snapshots are kept.
struct SnapshotPlaceOptions: ParsableArguments {
    @Argument(help: "A folder, or s3://bucket/prefix; without it, `snapshots` in the data directory.")
    var place: String?

    @Option(help: "The folder that holds all that the installation owns.")
    var dataDir = "/var/lib/apus"

    @Option(help: "The address of a server other than AWS's, such as https://minio:9000; else AWS_ENDPOINT_URL_S3.")
    var snapshotS3Endpoint: String?

    @Option(help: "The region of the bucket; else AWS_REGION, else us-east-1.")
    var snapshotS3Region: String?

    /// Calls `body` with the place.
    func use<R>(_ body: (any SnapshotDestination) async throws -> R) async throws -> R {
        let location = try SnapshotLocation(
            place ?? DataDirectory(dataDir).snapshots, endpoint: snapshotS3Endpoint, region: snapshotS3Region,
            environment: Environment.value)
        if case .directory(let path) = location { NewFile.removeLeftovers(in: path) }
        let destination = try location.open(group: MultiThreadedEventLoopGroup.singleton) { Timestamp.now }
        let result: Result<R, any Error>
        do { result = .success(try await body(destination)) } catch { result = .failure(error) }
        await destination.close()
        return try result.get()
    }
}

extension SnapshotCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the snapshots in a folder or a bucket: the files named *.snapshot.")

        @OptionGroup var options: SnapshotPlaceOptions
        @Option(name: .shortAndLong, help: "json, yaml or wide; a table without it.") var output: ListFormat = .table

        func run() async throws {
            let found = try await options.use { try await $0.list() }
                .filter { $0.name.hasSuffix(SnapshotRetention.ending) }
            let list: [JSONValue] = found.map { snapshot in
                [
                    "name": .string(snapshot.name), "size": .int(Int64(clamping: snapshot.size)),
                    "time": .string(snapshot.time.rfc3339),
                ]
            }
            try output.write(
                ["snapshots": .array(list)], columns: ["NAME", "SIZE", "TIME"], wideFrom: 3,
                rows: found.map { [$0.name, "\($0.size)", $0.time.rfc3339] })
        }
    }

    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune", abstract: "Take all but the newest snapshots away from a folder or a bucket.",
            discussion: """
                Only files named *.snapshot count. Those that a schedule made are counted for each cluster by itself.
                """)

        @OptionGroup var options: SnapshotPlaceOptions
        @Option(help: "How many to keep.") var keep: Int
        @Flag(help: "Say what would go, and take nothing away.") var dryRun = false

        func validate() throws {
            guard keep > 0 else { throw ValidationError("--keep must be at least 1") }
        }

        func run() async throws {
            try await options.use { place in
                for snapshot in SnapshotRetention.surplus(try await place.list(), keeping: keep) {
                    if !dryRun { try await place.remove(snapshot.name) }
                    Output.line("removed \(snapshot.name)\(dryRun ? " (dry run)" : "")")
                }
            }
        }
    }
}
