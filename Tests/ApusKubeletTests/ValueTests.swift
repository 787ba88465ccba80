import ApusAPI
import ApusJSON
import Testing

@testable import ApusKubelet

/// The pure parts, by tables.
struct ValueTests {
    @Test(
        "the quality of service follows from requests and limits",
        arguments: [
            ([:], "BestEffort"),
            (["requests": ["cpu": "1"]], "Burstable"),
            (["limits": ["cpu": "1", "memory": "1Gi"]], "Guaranteed"),
            (["limits": ["cpu": "1", "memory": "1Gi"], "requests": ["cpu": "500m", "memory": "1Gi"]], "Burstable"),
            (
                ["limits": ["cpu": "1000m", "memory": "1Gi"], "requests": ["cpu": "1", "memory": "1024Mi"]],
                "Guaranteed"
            ),
        ] as [(JSONValue, String)])
    func quality(_ resources: JSONValue, _ expected: String) {
        let pod = Pod(["spec": ["containers": [["name": "a", "resources": resources]]]])
        #expect(QualityOfService(pod).rawValue == expected)
    }

    @Test("the back-off doubles to five minutes and is forgotten after ten")
    func backoff() {
        var backoff = CrashBackoff()
        var now: Duration = .seconds(1000)
        var delays: [Int64] = []
        for _ in 0..<7 {
            backoff.next(since: now, now: now)
            delays.append(backoff.delay.components.seconds)
            now += backoff.delay
        }
        #expect(delays == [10, 20, 40, 80, 160, 300, 300])
        #expect(backoff.remaining(since: now, now: now + .seconds(100)) == .seconds(200))
        now += .seconds(1000)
        #expect(backoff.remaining(since: now, now: now) == nil)
        backoff.next(since: now, now: now)
        #expect(backoff.delay == .seconds(10))
    }

    @Test("durations read as Go prints them", arguments: [(10, "10s"), (60, "1m0s"), (160, "2m40s"), (300, "5m0s")])
    func durations(_ seconds: Int, _ expected: String) { #expect(Duration.seconds(seconds).goText == expected) }

    @Test("a downward API map is quoted, by key")
    func downward() {
        #expect(PodField.formatted(["b": "x\"y\n", "a": "1"]) == "a=\"1\"\nb=\"x\\\"y\\n\"")
    }

    @Test(
        "a resolver follows the DNS policy",
        arguments: [
            ("ClusterFirst", false, ["10.0.0.10"]), ("ClusterFirst", true, ["192.0.2.53"]),
            ("ClusterFirstWithHostNet", true, ["10.0.0.10"]), ("Default", false, ["192.0.2.53"]), ("None", false, []),
        ])
    func resolver(_ policy: String, _ isHostNetwork: Bool, _ servers: [String]) {
        let pod = Pod([
            "metadata": ["namespace": "ns"],
            "spec": ["dnsPolicy": .string(policy), "hostNetwork": .bool(isHostNetwork)],
        ])
        let host = PodDNS(parsing: "# comment\nnameserver 192.0.2.53\nsearch example.org\noptions ndots:1\n")
        let dns = PodDNS(pod, clusterServers: ["10.0.0.10"], clusterDomain: "cluster.local", host: host)
        #expect(dns.servers == servers)
        if servers == ["10.0.0.10"] {
            #expect(dns.searches == ["ns.svc.cluster.local", "svc.cluster.local", "cluster.local", "example.org"])
            #expect(dns.options == ["ndots:5"])
        }
    }

    @Test("the options of a log come from the query")
    func logOptions() throws {
        let now = Timestamp(seconds: 1_767_225_603)
        var options = try LogOptions(QueryParameters("follow=true&tailLines=3&sinceSeconds=2&limitBytes=5"), now: now)
        #expect(options.follow && !options.timestamps)
        #expect(options.tailLines == 3 && options.limitBytes == 5)
        #expect(options.since == 1_767_225_601_000_000_000)
        options = try LogOptions(QueryParameters("sinceTime=2026-01-01T00:00:01Z&stream=Stderr"), now: now)
        #expect(options.since == 1_767_225_601_000_000_000)
        #expect(options.stream == "Stderr")
        for query in ["tailLines=-1", "tailLines=x", "limitBytes=0", "sinceTime=yesterday"] {
            #expect(throws: EnvironmentError.self, "\(query)") { try LogOptions(QueryParameters(query), now: now) }
        }
    }

    @Test("query parameters are decoded")
    func query() {
        let query = QueryParameters("command=sh&command=-c&command=echo%20%22a+b%22&stdin=true&tty=0&x")
        #expect(query.all("command") == ["sh", "-c", "echo \"a b\""])
        #expect(query.flag("stdin") && !query.flag("tty") && query.flag("x") && !query.flag("stdout"))
    }
}
