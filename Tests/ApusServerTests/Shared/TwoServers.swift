import ApusAPI
import ApusClient
import ApusStore
import ApusStoreEtcd
import EtcdTestSupport
import Logging

@testable import ApusServer

/// Two servers of one cluster over one etcd, each with a store of its own.
enum TwoServers {
    static func run(
        prefix: String = "/registry/", _ body: (TestServer, TestServer, EtcdCluster) async throws -> Void
    ) async throws {
        try await EtcdCluster.run { cluster async throws in
            let configuration = cluster.configuration(prefix: prefix)
            let stores = [
                try await EtcdStore.open(configuration, logger: .silent),
                try await EtcdStore.open(configuration, logger: .silent),
            ]
            let result: Result<Void, any Error>
            do {
                try await TestServer.run(store: stores[0], change: { $0.storePrefix = prefix }) { one async throws in
                    try await TestServer.run(store: stores[1], change: { $0.storePrefix = prefix }) {
                        two async throws in
                        try await body(one, two, cluster)
                    }
                }
                result = .success(())
            } catch { result = .failure(error) }
            for store in stores { await store.close() }
            try result.get()
        }
    }
}

extension Logger {
    static var silent: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }
}
