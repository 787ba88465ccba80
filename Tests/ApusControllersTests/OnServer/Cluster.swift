import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusResources
import ApusServer
import ApusStore
import ApusTestSupport
import Crypto
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// A real API server in this process with all controllers on it, each under its own identity, and a kubelet that is
/// content with every Pod.
struct Cluster: Sendable {
    let client: APIClient
    private let informers: InformerFactory
    private let server: APIServer

    /// Runs a cluster while `body` looks at it.
    static func running(_ body: (Cluster) async throws -> Void) async throws {
        guard let addresses = AddressRange("10.96.0.0/12") else { return }
        let tokens = try ServiceAccountTokens(signingKeyPEM: TestRequests.key.pemRepresentation)
        var configuration = APIServer.Configuration(serviceAddresses: addresses, logger: quiet)
        configuration.serviceAccountTokens = tokens
        let server = APIServer(
            configuration: configuration, store: try MemoryStore(), group: MultiThreadedEventLoopGroup.singleton)
        try await server.start()
        var settings = ControllerConfiguration(resources: BuiltInDefinitions.all.map { ManagedResource($0) })
        settings.rootCertificate = "PEM"
        settings.clusterCIDR = "10.244.0.0/16"
        settings.controllers = try ControllerSelection(["*", "bootstrapsigner", "tokencleaner"])
        let authority = try TestRequests.signing()
        for signer in Signer.allCases { settings.signing[signer] = authority }
        settings.legacyTokenIssuer = { namespace, account, secret in
            try tokens.issueLegacy(
                namespace: namespace, serviceAccount: BoundObject(name: account.name, uid: account.uid),
                secret: secret)
        }
        let controllers = try ControllerManager(configuration: settings, logger: quiet) { user in
            let parts = user.split(separator: ":")
            let groups =
                parts.count == 4
                ? ["system:serviceaccounts", "system:serviceaccounts:\(parts[2])"] : []
            return server.transport(as: .component(user, groups: groups))
        }
        let admin = server.transport(as: .component("admin", groups: ["system:masters"]))
        let cluster = Cluster(
            client: APIClient(admin), informers: InformerFactory(transport: admin, logger: quiet), server: server)
        let run = Task {
            await withTaskGroup { group in
                group.addTask { await controllers.run() }
                group.addTask { await cluster.informers.run() }
                group.addTask { await cluster.runPods() }
            }
        }
        let result: Result<Void, any Error>
        do {
            try await body(cluster)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        run.cancel()
        await run.value
        await server.shutdown(gracePeriod: .zero)
        try result.get()
    }

    /// The API as somebody else.
    func client(as user: String, groups: [String]) -> APIClient {
        APIClient(server.transport(as: .component(user, groups: groups)))
    }

    /// Waits until `condition` holds for all objects of `resource`, looking again at each change.
    func eventually(
        _ what: String, _ resource: GroupVersionResource, namespace: String? = nil,
        location: SourceLocation = #_sourceLocation, _ condition: @escaping @Sendable ([JSONValue]) -> Bool
    ) async throws {
        let informer = informers.informer(resource)
        let (changes, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        informer.addHandler { _ in signal.yield() }
        signal.yield()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                await informer.waitForSync()
                for await _ in changes {
                    let all = namespace.map { informer.cache.inNamespace($0) } ?? informer.cache.all()
                    if condition(all.sorted { $0.key < $1.key }.map(\.tree)) { return true }
                }
                return false
            }
            // The deadline of the wait beside it, which looks at each change and never sleeps.
            group.addTask {
                try await Task.sleep(for: .seconds(60))
                return false
            }
            let happened = try await group.next() ?? false
            group.cancelAll()
            let all = happened ? [] : informer.cache.all().map { "\($0.key): \($0.bytes.string)" }
            try #require(
                happened, "\(what); there is\n\(all.joined(separator: "\n").prefix(4000))", sourceLocation: location)
        }
    }

    /// Pods run and are ready at once, those of Jobs succeed at once, and what is to go goes.
    private func runPods() async {
        let pods = informers.informer(Resources.pods)
        let queue = WorkQueue<String>()
        pods.addHandler { queue.add($0.object.key) }
        await queue.run(workers: 2, logger: quiet) { key in
            guard let pod = pods.cache[key]?.tree else { return .done }
            if pod.isBeingDeleted {
                var options = APIOptions()
                options.gracePeriodSeconds = 0
                try await client.deleteIfPresent(
                    Resources.pods, namespace: pod.namespace, name: pod.name, options: options)
                return .done
            }
            let phase = pod.controllerReference?.kind == "Job" ? "Succeeded" : "Running"
            guard pod["status"]["phase"].string != phase else { return .done }
            let address = "10.244.0.\(abs(pod.uid.hashValue) % 250 + 1)"
            try await client.modify(
                Resources.pods, namespace: pod.namespace, name: pod.name, subresource: "status"
            ) { fresh in
                fresh["status"]["phase"] = .string(phase)
                fresh["status"]["podIP"] = .string(address)
                fresh["status"]["podIPs"] = [["ip": .string(address)]]
                fresh["status"]["conditions"] = [
                    ["type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"]
                ]
                return true
            }
            return .done
        }
    }
}
