import ApusSnapshots
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Copy a store into a new one of the same or another kind, and compare the two.",
        discussion: """
            Stop the servers first. A store is sqlite:FILE, or etcd:ADDRESS with commas between the addresses; etcd's \
            flags hold for either side. Keys that are encrypted together with their names (aesgcm, kms) keep their \
            prefix, others may get a new one.
            """)

    @Option(help: "The store to copy.") var from: String
    @Option(help: "The place of the new one: a file that does not exist, or an etcd without keys.") var to: String
    @Option(help: "What keys in the new etcd begin with, where that is not --etcd-prefix.") var toPrefix: String?
    @OptionGroup(title: "A store in etcd") var etcd: EtcdOptions
    @OptionGroup var restoration: RestorationOptions

    func validate() throws {
        guard etcd.etcdServers == nil else {
            throw ValidationError("etcd's servers are named with --from and --to, not --etcd-servers")
        }
    }

    func run() async throws {
        let source = try place(from, "--from", prefix: nil)
        let target = try place(to, "--to", prefix: toPrefix)
        // Nobody may write to a file from here on; servers that write to etcd are noticed.
        let hold = if case .sqlite(let file) = source { try SQLiteOffline(file: file) } else { nil as SQLiteOffline? }
        defer { withExtendedLifetime(hold) {} }
        let contents = try await source.contents()
        let old = contents.revision
        var plan = restoration.restoration
        // Nothing was handed out beyond the revision that is copied.
        if case .sqlite = target, plan.bump == nil { plan.bump = 1 }
        let restored = try await target.restore(contents, prefix: source.prefix, plan)
        await contents.close()
        if case .etcd(let configuration) = source {
            let etcd = try EtcdMaintenance(configuration)
            let changed = try await etcd.hasChanges(after: old)
            let keys = try await etcd.contents().keys
            if changed || keys != Int(clamping: restored.counts.keys) {
                throw Failure(
                    "servers wrote to \(source.description) while it was copied: stop them, remove \(target.description) "
                        + "and begin again")
            }
        }
        let (original, copy) = (try await source.contents(at: old), try await target.contents())
        let compared = try await StoreCopy.compare(
            original, with: copy, prefix: KeyPrefix(from: source.prefix, to: target.prefix))
        await original.close()
        await copy.close()
        Output.line(
            "copied \(source.description) to \(target.description): \(restored.counts.keys) keys, "
                + "\(restored.counts.leases) leases, \(restored.counts.bytes) bytes; revision \(restored.revision)")
        Output.line("compared \(compared) keys and values: all are the same")
        if let warning = restored.warning(old: old) { Output.error("apus: \(warning)") }
    }

    private func place(_ text: String, _ option: String, prefix: String?) throws(Failure) -> StorePlace {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw Failure("\(option): \"\(text)\" is neither sqlite:FILE nor etcd:ADDRESS")
        }
        switch parts[0] {
        case "sqlite": return .sqlite(file: DataDirectory(parts[1]).path)
        case "etcd":
            var configuration = try etcd.configuration(servers: parts[1], option: option)
            if let prefix { configuration.prefix = EtcdOptions.normalized(prefix) }
            return .etcd(configuration)
        default: throw Failure("\(option): \"\(text)\" is neither sqlite:FILE nor etcd:ADDRESS")
        }
    }
}
