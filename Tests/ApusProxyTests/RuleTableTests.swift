import ApusJSON
import Testing

@testable import ApusProxy

struct RuleTableTests {
    private func table() -> RuleTable { RuleTable(configuration: configuration, family: .ipv4) }
    private var name: String { "ip \(configuration.tableName)" }
    private let chain = "svc/ns/web/tcp/http"

    @Test func aNewEndpointChangesTheServicesChainOnly() throws {
        var table = table()
        _ = table.update(["ns/web": try compile(service(), [endpoint("10.1.0.1")])])
        let script = table.update(["ns/web": try compile(service(), [endpoint("10.1.0.1"), endpoint("10.1.0.2")])])
        #expect(
            script.split(separator: "\n").map(String.init) == [
                "flush chain \(name) \(chain)",
                "add rule \(name) \(chain) ip saddr != { 10.1.0.0/16 } jump mark-masquerade",
                "add rule \(name) \(chain) meta l4proto tcp dnat to numgen random mod 2 map { 0 : 10.1.0.1 . 8080, 1 : 10.1.0.2 . 8080 }",
                "add element \(name) hairpins { 10.1.0.2 . 10.1.0.2 }",
            ])
    }

    @Test func nothingNewIsNoScript() throws {
        var table = table()
        let fragment = try compile(service(), [endpoint("10.1.0.1")])
        #expect(!table.update(["ns/web": fragment]).isEmpty)
        #expect(table.update(["ns/web": fragment, "ns/none": nil]).isEmpty)
    }

    @Test func aServiceWithoutEndpointsMovesFromOneMapToTheOther() throws {
        var table = table()
        _ = table.update(["ns/web": try compile(service(), [endpoint("10.1.0.1")])])
        let script = table.update(["ns/web": try compile(service(), [])])
        #expect(
            script.split(separator: "\n").map(String.init) == [
                "delete element \(name) service-addresses { 10.96.0.1 . tcp . 80 }",
                "delete element \(name) hairpins { 10.1.0.1 . 10.1.0.1 }",
                "add element \(name) refused-addresses { 10.96.0.1 . tcp . 80 : goto refuse }",
                "flush chain \(name) \(chain)", "delete chain \(name) \(chain)",
            ])
    }

    @Test func aSharedElementGoesWithItsLastOwnerAndPassesToTheNext() throws {
        var table = table()
        let external: (inout JSONValue) -> Void = { $0["spec"]["externalIPs"] = ["192.0.2.9"] }
        let other = service {
            external(&$0)
            $0["metadata"]["name"] = "a"
            $0["spec"]["clusterIPs"] = ["10.96.0.2"]
        }
        _ = table.update(["ns/web": try compile(service(external), [endpoint("10.1.0.1")])])
        let second = table.update(["ns/a": try compile(other, [endpoint("10.1.0.1")])])
        // "ns/a" comes before "ns/web"; the endpoint is there already.
        #expect(second.contains("delete element \(name) service-addresses { 192.0.2.9 . tcp . 80 }"))
        #expect(second.contains("192.0.2.9 . tcp . 80 : goto ext/ns/a/tcp/http"))
        #expect(!second.contains("hairpins"))
        let third = table.update(["ns/a": nil])
        #expect(third.contains("192.0.2.9 . tcp . 80 : goto ext/ns/web/tcp/http"))
        #expect(!third.contains("hairpins"))
        #expect(table.update(["ns/web": nil]).contains("delete element \(name) hairpins { 10.1.0.1 . 10.1.0.1 }"))
    }

    @Test func installationsHaveTablesOfTheirOwn() {
        var other = configuration
        other.dataDirectory = "/other"
        #expect(other.tableName != configuration.tableName)
        #expect(configuration.tableName.hasPrefix("apus-proxy-") && configuration.tableName.utf8.count == 19)
    }

    @Test func staleConnectionsAreThoseOfEndpointsThatLeft() throws {
        let udp: (inout JSONValue) -> Void = { $0["spec"]["ports"][0]["protocol"] = "UDP" }
        func fragment(_ addresses: String...) throws -> Fragment {
            try compile(service(udp), addresses.map { endpoint($0) }, portProtocol: "UDP")
        }
        let address = Fragment.UDPAddress(address: "10.96.0.1", port: 80)
        #expect(
            StaleConnections.addresses(before: try fragment("10.1.0.1"), after: try fragment("10.1.0.1", "10.1.0.2"))
                .isEmpty)
        #expect(
            StaleConnections.addresses(before: try fragment("10.1.0.1", "10.1.0.2"), after: try fragment("10.1.0.2"))
                == [address: ["10.1.0.2"]])
        #expect(
            StaleConnections.addresses(before: try fragment(), after: try fragment("10.1.0.2")) == [
                address: ["10.1.0.2"]
            ])
        #expect(StaleConnections.addresses(before: try fragment("10.1.0.1"), after: nil) == [address: []])
    }
}
