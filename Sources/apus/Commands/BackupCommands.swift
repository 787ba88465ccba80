import ApusSnapshots
import ArgumentParser
import Glibc

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a whole installation into one file, also while it runs.",
        discussion: """
            Its store at one revision, its certificates and keys, its kubeconfig and configuration; not images, \
            containers and volumes. The file holds all Secrets and the cluster's keys: only its owner may read it.
            """)

    @OptionGroup var location: StoreLocation
    @Argument(help: "The file to write.") var file: String
    @Flag(help: "Replace the file where it exists.") var overwrite = false

    func run() async throws {
        let backup = InstallationBackup(data: location.dataDirectory, place: try location.place)
        let (manifest, summary) = try await backup.save(
            to: DataDirectory(file).path, overwrites: overwrite, time: Int64(time(nil)))
        Output.line(
            "saved \(file): \(summary.keys) keys at revision \(summary.header.revision), \(manifest.files.count - 1) files"
        )
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make an installation of a backup, in an empty data directory.",
        discussion: """
            `apus up` then runs the cluster again, with the same authority: certificates and tokens of before are \
            valid. Clients that watch from before are told that their resource versions are too old, and list anew. \
            With --etcd-servers the store goes into that etcd, which must hold no keys.
            """)

    @OptionGroup var location: StoreLocation
    @OptionGroup var restoration: RestorationOptions
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        let backup = InstallationBackup(data: location.dataDirectory, place: try location.place)
        let (restored, summary) = try await backup.restore(DataDirectory(file).path, restoration.restoration)
        Output.line(
            "restored \(location.dataDirectory.path): \(restored.counts.keys) keys, revision \(restored.revision)")
        if let warning = restored.warning(old: summary.header.revision) { Output.error("apus: \(warning)") }
    }
}
