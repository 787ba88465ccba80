import ApusJSON
import ApusSnapshots
import ApusStore
import ApusStoreSQLite
import ArgumentParser

struct StoreCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read everything in a store, and fail where something is damaged.",
        discussion: """
            Every key and value is read and parsed, beside servers that write. Of a file: SQLite's own check of its pages \
            and indexes, the checksum of each row, and whether each version that a watch could ask for is there. Nothing \
            is repaired. Exit code 1: damaged, or not to be read.
            """)

    /// How many damages are listed.
    private static let limit = 100

    @OptionGroup var location: StoreLocation
    @Option(name: .shortAndLong, help: "json, yaml or wide; lines without it.") var output: ListFormat?

    func run() async throws {
        let place = try location.place
        let contents = try await place.contents()
        var check = try await ContentsCheck.run(contents, prefix: place.prefix, limit: Self.limit)
        await contents.close()
        if case .sqlite(let file) = place {
            let damage = try SQLiteStore.check(file: file, limit: Self.limit).damage
            check.damage = damage + check.damage.filter { !damage.contains($0) }
        }
        if let output { try write(check, contents.revision, output) } else { write(check, contents.revision, place) }
        guard check.damage.isEmpty else {
            throw Failure("\(place.description): \(check.damage.count) damaged")
        }
    }

    private func write(_ check: ContentsCheck, _ revision: Revision, _ place: StorePlace) {
        for line in check.damage { Output.line(line) }
        guard check.damage.isEmpty else { return }
        Output.line("\(place.description) is whole: \(check.keys) keys, \(check.bytes) bytes, revision \(revision)")
    }

    private func write(_ check: ContentsCheck, _ revision: Revision, _ format: ListFormat) throws {
        try format.write(
            [
                "revision": .int(Int64(clamping: revision)), "keys": .int(Int64(check.keys)),
                "bytes": .int(Int64(check.bytes)), "encrypted": .int(Int64(check.encrypted)),
                "damage": .array(check.damage.map { .string($0) }),
            ],
            columns: ["REVISION", "KEYS", "BYTES", "ENCRYPTED", "DAMAGED"], wideFrom: 5,
            rows: [
                ["\(revision)", "\(check.keys)", "\(check.bytes)", "\(check.encrypted)", "\(check.damage.count)"]
            ])
    }
}
