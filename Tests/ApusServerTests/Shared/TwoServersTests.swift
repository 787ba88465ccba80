import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import ApusStoreEtcd
import EtcdTestSupport
import Testing

@testable import ApusServer

/// Servers that share one etcd behave as one.
@Suite(.timeLimit(.minutes(3)))
struct TwoServersTests {
    private static let quotas = GroupVersionResource("", "v1", "resourcequotas")

    @Test("what one server acknowledged, the other reads, changes and deletes at once")
    func readYourWrites() async throws {
        try await TwoServers.run { one, two, _ async throws in
            for round in 0..<20 {
                let (first, second) = round.isMultiple(of: 2) ? (one, two) : (two, one)
                let name = "c\(round)"
                let made = try await first.client.create(Resources.configMaps, namespace: "default", .configMap(name))
                let read = try await second.client.get(Resources.configMaps, namespace: "default", name: name)
                #expect(read.resourceVersion == made.resourceVersion)
                let list = try await second.client.list(Resources.configMaps, namespace: "default")
                #expect(list.items.contains { $0.name == name })
                var object = try read.value()
                object["data"]["k"] = "v"
                let changed = try await second.transport.send(
                    APIRequest(
                        .update, Resources.configMaps, namespace: "default", name: name, body: .value(object)))
                // With the version that the other server gave, at the first.
                object["metadata"]["resourceVersion"] = .string(changed.resourceVersion)
                object["data"]["k"] = "w"
                _ = try await first.transport.send(
                    APIRequest(
                        .update, Resources.configMaps, namespace: "default", name: name, body: .value(object)))
                let last = try await second.client.get(Resources.configMaps, namespace: "default", name: name)
                #expect(try last.value()["data"]["k"].string == "w")
                _ = try await second.transport.send(
                    APIRequest(.delete, Resources.configMaps, namespace: "default", name: name))
                let gone = await statusError {
                    _ = try await first.client.get(Resources.configMaps, namespace: "default", name: name)
                }
                #expect(gone?.reason == .notFound)
            }
        }
    }

    @Test("a new namespace of one server takes objects at the other")
    func namespaces() async throws {
        try await TwoServers.run { one, two, _ async throws in
            for round in 0..<10 {
                let name = "n\(round)"
                try await one.client.create(
                    Resources.namespaces,
                    ["kind": "Namespace", "apiVersion": "v1", "metadata": ["name": .string(name)]])
                try await two.client.create(Resources.configMaps, namespace: name, .configMap("a"))
            }
        }
    }

    @Test("a watch at one server shows what both wrote, in the order of its versions")
    func watch() async throws {
        try await TwoServers.run { one, two, _ async throws in
            var request = APIRequest(.watch, Resources.configMaps, namespace: "default")
            request.options.resourceVersion = try await one.client.list(Resources.configMaps, namespace: "default")
                .resourceVersion
            let watch = try await two.transport.watch(request)
            async let written: Void = withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<60 {
                    let server = index.isMultiple(of: 2) ? one : two
                    group.addTask {
                        try await server.client.create(
                            Resources.configMaps, namespace: "default", .configMap("c\(index)"))
                    }
                }
                try await group.waitForAll()
            }
            var names: Set<String> = []
            var versions: [Revision] = []
            for try await event in watch {
                names.insert(event.object.name)
                versions.append(try #require(Revision(event.object.resourceVersion)))
                if versions.count == 60 { break }
            }
            try await written
            #expect(names.count == 60)
            #expect(versions == versions.sorted())
            watch.cancel()
        }
    }

    @Test("writes of others outside the prefix do not hold up consistent reads")
    func foreignWrites() async throws {
        try await TwoServers.run { one, two, cluster async throws in
            for round in 0..<5 {
                try cluster.control("put", "/elsewhere", "\(round)")
                let list = try await one.client.list(Resources.namespaces)
                let watched = try await two.client.list(Resources.namespaces)
                #expect(try #require(Revision(list.resourceVersion)) <= #require(Revision(watched.resourceVersion)))
            }
        }
    }

    @Test("a quota that two servers charge is never exceeded")
    func quota() async throws {
        try await TwoServers.run { one, two, _ async throws in
            try await one.client.create(
                Self.quotas, namespace: "default",
                [
                    "kind": "ResourceQuota", "apiVersion": "v1", "metadata": ["name": "q"],
                    "spec": ["hard": ["count/secrets": "7"]],
                ])
            let secrets = GroupVersionResource("", "v1", "secrets")
            // Quotas count once their status says what there is; no controller runs here.
            var quota = try await one.client.get(Self.quotas, namespace: "default", name: "q").value()
            quota["status"] = ["hard": ["count/secrets": "7"], "used": ["count/secrets": "0"]]
            var update = APIRequest(.update, Self.quotas, namespace: "default", name: "q", body: .value(quota))
            update.subresource = "status"
            _ = try await one.transport.send(update)
            let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<20 {
                    let server = index.isMultiple(of: 2) ? one : two
                    group.addTask {
                        let error = await statusError {
                            try await server.client.create(
                                secrets, namespace: "default",
                                ["kind": "Secret", "apiVersion": "v1", "metadata": ["name": .string("s\(index)")]])
                        }
                        #expect(error == nil || error?.reason == .forbidden, "\(String(describing: error))")
                        return error == nil
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(made == 7)
            let used = try await two.client.get(Self.quotas, namespace: "default", name: "q").value()
            #expect(used["status"]["used"]["count/secrets"].string == "7")
        }
    }

    @Test("two servers give no cluster address and no node port twice")
    func addresses() async throws {
        try await TwoServers.run { one, two, _ async throws in
            func service(_ name: String, port: Int64? = nil) -> JSONValue {
                var ports: JSONValue = ["port": 80]
                if let port { ports["nodePort"] = .int(port) }
                return [
                    "kind": "Service", "apiVersion": "v1", "metadata": ["name": .string(name)],
                    "spec": ["type": "NodePort", "ports": [ports]],
                ]
            }
            let made = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
                for index in 0..<24 {
                    let server = index.isMultiple(of: 2) ? one : two
                    // Each port is asked for at both.
                    let port = index < 12 ? 30_100 + Int64(index / 2) : nil
                    group.addTask {
                        do {
                            return try await server.client.create(
                                Resources.services, namespace: "default", service("s\(index)", port: port)
                            ).value()
                        } catch let error as StatusError where error.reason == .invalid {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }.compactMap(\.self)
            #expect(made.count == 18)
            #expect(Set(made.compactMap { $0["spec"]["clusterIP"].string }).count == 18)
            #expect(Set(made.compactMap { $0["spec"]["ports"][0]["nodePort"].int }).count == 18)
        }
    }

    @Test("a page that one server began is finished by the other")
    func pages() async throws {
        try await TwoServers.run(prefix: "/clusters/a/") { one, two, cluster async throws in
            for index in 0..<9 {
                try await one.client.create(Resources.configMaps, namespace: "default", .configMap("c\(index)"))
            }
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.limit = 4
            var names: [String] = []
            var servers = [one, two, one, two]
            while let server = servers.popLast() {
                let page = try await server.transport.list(request)
                names += page.items.map(\.name)
                guard let next = page.continuation, !next.isEmpty else { break }
                request.options.continuation = next
            }
            #expect(names.filter { $0.hasPrefix("c") } == (0..<9).map { "c\($0)" })
            let keys = try cluster.control("get", "", "--prefix", "--keys-only").split(separator: "\n")
            #expect(!keys.isEmpty)
            #expect(keys.allSatisfy { $0.hasPrefix("/clusters/a/") })
        }
    }

    @Test("the Service kubernetes leads to all servers that share the store, and no longer to one that stopped")
    func kubernetesService() async throws {
        try await EtcdCluster.run { cluster async throws in
            let first = try await EtcdStore.open(cluster.configuration(prefix: "/registry/"), logger: .silent)
            let second = try await EtcdStore.open(cluster.configuration(prefix: "/registry/"), logger: .silent)
            let one: @Sendable (inout APIServer.Configuration) -> Void = { $0.advertiseAddress = "10.0.0.1" }
            let two: @Sendable (inout APIServer.Configuration) -> Void = { $0.advertiseAddress = "10.0.0.2" }
            try await TestServer.run(.https, store: first, change: one) { server async throws in
                try await untilTheServiceLeads(to: ["10.0.0.1"], at: server)
                try await TestServer.run(.https, store: second, change: two) { other async throws in
                    for server in [server, other] {
                        try await untilTheServiceLeads(to: ["10.0.0.1", "10.0.0.2"], at: server)
                    }
                    let keys = try cluster.control("get", "/registry/masterleases/", "--prefix", "--keys-only")
                    #expect(
                        keys.split(separator: "\n") == [
                            "/registry/masterleases/10.0.0.1", "/registry/masterleases/10.0.0.2",
                        ])
                }
                try await untilTheServiceLeads(to: ["10.0.0.1"], at: server)
            }
            for store in [first, second] { await store.close() }
        }
    }

    /// Waits until the endpoints and the slice of `kubernetes` are these; the suite's time limit is the deadline.
    private func untilTheServiceLeads(to addresses: [String], at server: TestServer) async throws {
        let endpoints = APIRequest(.watch, GroupVersionResource("", "v1", "endpoints"), namespace: "default")
        for try await event in try await server.transport.watch(endpoints) {
            let found = try event.object.value()["subsets"][0]["addresses"].elements.map { $0["ip"].string }
            if event.object.name == "kubernetes", found == addresses { break }
        }
        let slices = APIRequest(
            .watch, GroupVersionResource("discovery.k8s.io", "v1", "endpointslices"), namespace: "default")
        for try await event in try await server.transport.watch(slices) {
            let found = try event.object.value()["endpoints"].elements.map { $0["addresses"][0].string }
            if event.object.name == "kubernetes", found == addresses { break }
        }
    }
}
