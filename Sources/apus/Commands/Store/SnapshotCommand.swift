import ApusSnapshots
import ApusStore
import ArgumentParser
import Glibc

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Snapshots of the store: all keys at one revision in one file.",
        subcommands: [
            Save.self, Status.self, Verify.self, Restore.self, List.self, Prune.self,
        ])

    struct Save: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "save", abstract: "Write a snapshot of the store, also while servers use it.",
            discussion: """
                The file appears under its name once it is whole and durable. Values that are encrypted at rest stay so.
                """)

        @OptionGroup var location: StoreLocation
        @Argument(help: "The file to write.") var file: String
        @Flag(help: "Compress it with zstd.") var compress = false
        @Flag(help: "Replace the file where it exists.") var overwrite = false
        @Option(name: .shortAndLong, help: "json, yaml or wide; a line without it.") var output: ListFormat?

        func run() async throws {
            let place = try location.place
            let contents = try await place.contents()
            let summary = try await Snapshot.save(
                contents, source: place.kind, prefix: place.prefix, to: DataDirectory(file).path,
                time: Int64(time(nil)), compressed: compress, program: Version.text, overwrites: overwrite)
            await contents.close()
            if let output {
                try SnapshotTable.write(summary, output)
            } else {
                Output.line(
                    "saved \(file): \(summary.keys) keys at revision \(summary.header.revision), \(summary.size) bytes")
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show what a snapshot says of itself.",
            discussion: "Reads its two ends only, and fails where it was cut off; `verify` reads everything.")

        @Argument(help: "The snapshot.") var file: String
        @Option(name: .shortAndLong, help: "json, yaml or wide; a table without it.") var output: ListFormat = .table

        func run() async throws { try SnapshotTable.write(try Snapshot.status(file), output) }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read all of a snapshot, and fail where it is damaged.",
            discussion: "The first damaged place is named, with the key before it.")

        @Argument(help: "The snapshot.") var file: String
        @Option(name: .shortAndLong, help: "json, yaml or wide; a line without it.") var output: ListFormat?

        func run() async throws {
            let summary = try Snapshot.verify(file)
            if let output { return try SnapshotTable.write(summary, output) }
            Output.line("\(file) is whole: \(summary.keys) keys at revision \(summary.header.revision)")
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore", abstract: "Make a new store of a snapshot: a file, or in an empty etcd.",
            discussion: """
                The snapshot is read whole before anything is written. A data directory must hold no store; it gets one \
                or stays as it was. Clients that watch from before are told that their resource versions are too old, \
                and list anew.
                """)

        @OptionGroup var location: StoreLocation
        @OptionGroup var restoration: RestorationOptions
        @Argument(help: "The snapshot.") var file: String

        func run() async throws {
            let place = try location.place
            let summary = try Snapshot.verify(file)
            if case .sqlite = place {
                try location.dataDirectory.prepare()
                try location.dataDirectory.checkStopped()
            }
            let restored = try await place.restore(
                try SnapshotContents(file: file), prefix: summary.header.prefix, restoration.restoration)
            Output.line("restored \(place.description): \(restored.counts.keys) keys, revision \(restored.revision)")
            if let warning = restored.warning(old: summary.header.revision) { Output.error("apus: \(warning)") }
        }
    }
}
