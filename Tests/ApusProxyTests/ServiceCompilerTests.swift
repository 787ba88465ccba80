import ApusJSON
import Testing

@testable import ApusProxy

struct ServiceCompilerTests {
    private let chain = "svc/ns/web/tcp/http"

    @Test func endpointsShareConnectionsAtRandom() throws {
        let fragment = try compile(service(), [endpoint("10.1.0.2"), endpoint("10.1.0.1")])
        #expect(fragment.list(.services) == ["10.96.0.1 . tcp . 80 : goto \(chain)"])
        #expect(fragment.list(.clusterIPs) == ["10.96.0.1"])
        #expect(fragment.list(.hairpins) == ["10.1.0.1 . 10.1.0.1", "10.1.0.2 . 10.1.0.2"])
        #expect(
            fragment.chains == [
                chain: [
                    "ip saddr != { 10.1.0.0/16 } jump mark-masquerade",
                    "meta l4proto tcp dnat to numgen random mod 2 map { 0 : 10.1.0.1 . 8080, 1 : 10.1.0.2 . 8080 }",
                ]
            ])
    }

    @Test func oneEndpointNeedsNoChoice() throws {
        let fragment = try compile(service(), [endpoint("10.1.0.1")])
        #expect(fragment.chains[chain]?.last == "meta l4proto tcp dnat to 10.1.0.1:8080")
        let six = try compile(
            service { $0["spec"]["clusterIPs"] = ["10.96.0.1", "fd02::1"] }, [endpoint("fd01::5")], family: .ipv6)
        #expect(
            six.chains[chain] == [
                "ip6 saddr != { fd01::/64 } jump mark-masquerade", "meta l4proto tcp dnat to [fd01::5]:8080",
            ])
        #expect(six.list(.services) == ["fd02::1 . tcp . 80 : goto \(chain)"])
    }

    @Test func withoutEndpointsTheServiceIsRefused() throws {
        for endpoints in [[], [endpoint("10.1.0.1", notReady)]] {
            let fragment = try compile(
                service {
                    $0["spec"]["type"] = "NodePort"
                    $0["spec"]["ports"][0]["nodePort"] = 30080
                    $0["spec"]["externalIPs"] = ["192.0.2.9"]
                }, endpoints)
            #expect(fragment.chains.isEmpty)
            #expect(
                fragment.list(.refusedServices) == [
                    "10.96.0.1 . tcp . 80 : goto refuse", "192.0.2.9 . tcp . 80 : goto refuse",
                ])
            #expect(fragment.list(.refusedNodePorts) == ["tcp . 30080 : goto refuse"])
            #expect(fragment.list(.services).isEmpty && fragment.list(.nodePorts).isEmpty)
        }
    }

    @Test func endpointsThatDrainServeOnlyWhereNoneIsReady() throws {
        let both = try compile(service(), [endpoint("10.1.0.1"), endpoint("10.1.0.2", draining)])
        #expect(both.list(.hairpins) == ["10.1.0.1 . 10.1.0.1"])
        let last = try compile(service(), [endpoint("10.1.0.1", notReady), endpoint("10.1.0.2", draining)])
        #expect(last.chains[chain]?.last == "meta l4proto tcp dnat to 10.1.0.2:8080")
    }

    @Test func internalPolicyLocalUsesThisNodesEndpointsOnly() throws {
        let policy = service { $0["spec"]["internalTrafficPolicy"] = "Local" }
        let some = try compile(policy, [endpoint("10.1.0.1", local), endpoint("10.1.0.2")])
        #expect(some.chains[chain]?.last == "meta l4proto tcp dnat to 10.1.0.1:8080")
        let elsewhere = try compile(policy, [endpoint("10.1.0.2")])
        #expect(elsewhere.list(.refusedServices) == ["10.96.0.1 . tcp . 80 : drop"])
        let none = try compile(policy, [])
        #expect(none.list(.refusedServices) == ["10.96.0.1 . tcp . 80 : goto refuse"])
        let drains = try compile(
            policy,
            [
                endpoint("10.1.0.1") {
                    local(&$0); draining(&$0)
                }, endpoint("10.1.0.2"),
            ])
        #expect(drains.chains[chain]?.last == "meta l4proto tcp dnat to 10.1.0.1:8080")
    }

    @Test func nodePortsAndExternalAddressesAreMasqueraded() throws {
        let fragment = try compile(
            service {
                $0["spec"]["ports"][0]["nodePort"] = 30080
                $0["spec"]["externalIPs"] = ["192.0.2.9"]
                $0["status"] = [
                    "loadBalancer": ["ingress": [["ip": "192.0.2.10"], ["ip": "192.0.2.11", "ipMode": "Proxy"]]]
                ]
            }, [endpoint("10.1.0.1")])
        let external = "ext/ns/web/tcp/http"
        #expect(fragment.chains[external] == ["jump mark-masquerade", "meta l4proto tcp dnat to 10.1.0.1:8080"])
        #expect(fragment.list(.nodePorts) == ["tcp . 30080 : goto \(external)"])
        #expect(
            fragment.list(.services) == [
                "10.96.0.1 . tcp . 80 : goto \(chain)", "192.0.2.10 . tcp . 80 : goto \(external)",
                "192.0.2.9 . tcp . 80 : goto \(external)",
            ])
    }

    @Test func externalPolicyLocalKeepsTheClientsAddress() throws {
        let policy = service {
            $0["spec"]["externalTrafficPolicy"] = "Local"
            $0["spec"]["ports"][0]["nodePort"] = 30080
        }
        let fragment = try compile(policy, [endpoint("10.1.0.1", local), endpoint("10.1.0.2")])
        #expect(
            fragment.chains["ext/ns/web/tcp/http"] == [
                "ip saddr { 10.1.0.0/16 } goto ext-cluster/ns/web/tcp/http",
                "fib saddr type local jump mark-masquerade",
                "fib saddr type local goto ext-cluster/ns/web/tcp/http", "meta l4proto tcp dnat to 10.1.0.1:8080",
            ])
        let elsewhere = try compile(policy, [endpoint("10.1.0.2")])
        #expect(elsewhere.chains["ext/ns/web/tcp/http"]?.last == "drop")
        #expect(elsewhere.list(.nodePorts).count == 1)
        #expect(try compile(policy, []).list(.refusedNodePorts) == ["tcp . 30080 : goto refuse"])
    }

    @Test func affinityRemembersClientsPerEndpoint() throws {
        let fragment = try compile(
            service {
                $0["spec"]["sessionAffinity"] = "ClientIP"
                $0["spec"]["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": 60]]
            }, [endpoint("10.1.0.1"), endpoint("10.1.0.2")])
        let (one, two) = ("ns/web/tcp/http/10.1.0.1/8080", "ns/web/tcp/http/10.1.0.2/8080")
        #expect(fragment.sets["aff/\(one)/60s"] == "{ type ipv4_addr; flags dynamic,timeout; timeout 60s; }")
        #expect(
            fragment.chains["ep/\(one)"] == [
                "update @aff/\(one)/60s { ip saddr }", "meta l4proto tcp dnat to 10.1.0.1:8080",
            ])
        #expect(
            fragment.chains[chain]?.dropFirst() == [
                "ip saddr @aff/\(one)/60s goto ep/\(one)", "ip saddr @aff/\(two)/60s goto ep/\(two)",
                "numgen random mod 2 vmap { 0 : goto ep/\(one), 1 : goto ep/\(two) }",
            ])
    }

    @Test func sourceRangesLimitTheLoadBalancersAddress() throws {
        let fragment = try compile(
            service {
                $0["spec"]["loadBalancerSourceRanges"] = ["203.0.113.0/24", " 198.51.100.0/24"]
                $0["status"] = ["loadBalancer": ["ingress": [["ip": "192.0.2.10"]]]]
            }, [endpoint("10.1.0.1")])
        #expect(fragment.list(.firewalled) == ["192.0.2.10 . tcp . 80 : goto fw/ns/web/tcp/http"])
        #expect(fragment.chains["fw/ns/web/tcp/http"] == ["ip saddr != { 203.0.113.0/24, 198.51.100.0/24 } drop"])
    }

    @Test func hintsChooseTheZoneWhereEveryEndpointHasThem() throws {
        var here = configuration
        here.zone = "a"
        func zone(_ name: String) -> (inout JSONValue) -> Void {
            { $0["hints"] = ["forZones": [["name": .string(name)]]] }
        }
        let all = [endpoint("10.1.0.1", zone("a")), endpoint("10.1.0.2", zone("b"))]
        #expect(try compile(service(), all, configuration: here).list(.hairpins) == ["10.1.0.1 . 10.1.0.1"])
        #expect(try compile(service(), all + [endpoint("10.1.0.3")], configuration: here).list(.hairpins).count == 3)
        #expect(try compile(service(), [all[1]], configuration: here).list(.hairpins) == ["10.1.0.2 . 10.1.0.2"])
        #expect(try compile(service(), all).list(.hairpins).count == 2)
    }

    @Test func someServicesAreNotServed() {
        for change: (inout JSONValue) -> Void in [
            { $0["spec"]["clusterIP"] = "None" }, { $0["spec"]["type"] = "ExternalName" },
            { $0["metadata"]["labels"] = ["service.kubernetes.io/service-proxy-name": "other"] },
            {
                $0["spec"].remove("clusterIP")
                $0["spec"].remove("clusterIPs")
            },
        ] {
            #expect(ServiceModel(service(change)) == nil)
        }
    }
}
