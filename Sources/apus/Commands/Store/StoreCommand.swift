import ArgumentParser

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "The store of an installation: snapshots, moves, checks.",
        discussion: """
            Without --etcd-servers the commands work on the file in the data directory, with it on etcd.

              apus store snapshot save /backup/cluster.snapshot --compress
              apus store snapshot restore /backup/cluster.snapshot --data-dir /var/lib/apus
              apus store migrate --from sqlite:/var/lib/apus/store.db --to etcd:https://10.0.0.1:2379
            """,
        subcommands: [
            SnapshotCommand.self, MigrateCommand.self, StoreStatusCommand.self, StoreCompactCommand.self,
            StoreCheckCommand.self,
        ])
}
