import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

/// Where cluster addresses come from.
@Suite struct ServiceRangeTests {
    private static let ranges = GroupVersionResource("networking.k8s.io", "v1", "servicecidrs")

    private static func service(_ name: String, _ address: String = "") -> JSONValue {
        var service: JSONValue = [
            "kind": "Service", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "spec": ["ports": [["port": 80]]],
        ]
        if !address.isEmpty { service["spec"]["clusterIP"] = .string(address) }
        return service
    }

    private static func range(_ name: String, _ cidrs: String...) -> JSONValue {
        [
            "kind": "ServiceCIDR", "apiVersion": "networking.k8s.io/v1", "metadata": ["name": .string(name)],
            "spec": ["cidrs": .array(cidrs.map { .string($0) })],
        ]
    }

    @Test(arguments: [
        ("10.96.0.0/12", 256), ("10.0.0.0/24", 16), ("10.0.0.0/20", 256), ("10.0.0.0/22", 64), ("10.0.0.0/28", 0),
        ("fd00::/112", 256), ("fd00::/120", 16), ("fd00::/124", 0),
    ])
    func someAddressesAreKeptForThoseWhoName(_ cidr: String, _ band: Int) throws {
        let range = try #require(AddressRange(cidr))
        #expect(range.staticBand == UInt128(band))
        for _ in 0..<50 {
            let picked = try #require(range.pick { _ in true })
            #expect(picked.number - range.usable.lowerBound.number >= UInt128(band))
        }
        let last = IPAddress(range.family, range.usable.lowerBound.number)
        #expect(range.pick { $0 == last } == last)
    }

    @Test(arguments: ["10.0.0.0/32", "10.0.0.0/31", "fd00::/63", "fd00::/128", "10.0.0.0", "x/8", "10.0.0.0/33"])
    func othersAreNoRanges(_ cidr: String) { #expect(AddressRange(cidr) == nil) }

    @Test func onlyReadyRangesGiveAddressesOut() throws {
        var ranges = ServiceRanges([try #require(AddressRange("10.96.0.0/16"))])
        func shown() -> [String] { ranges.ready(.ipv4).map(\.description) }
        #expect(shown() == ["10.96.0.0/16"])
        ranges.update("b", Self.range("b", "10.1.0.0/24", "fd00::/112"))
        ranges.update("kubernetes", Self.range("kubernetes", "10.97.0.0/16"))
        #expect(shown() == ["10.97.0.0/16", "10.1.0.0/24"])
        #expect(ranges.ready(.ipv6).map(\.description) == ["fd00::/112"])
        var going = Self.range("b", "10.1.0.0/24")
        going["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
        ranges.update("b", going)
        #expect(shown() == ["10.97.0.0/16"])
        var unready = Self.range("b", "10.1.0.0/24")
        unready["status"]["conditions"] = [["type": "Ready", "status": "False"]]
        ranges.update("b", unready)
        #expect(shown() == ["10.97.0.0/16"])
        #expect(ranges.contain(IPAddress(.ipv4, 0x0a01_0005)))
    }

    @Test func furtherRangesHelpOutWhenTheFirstIsFull() async throws {
        try await TestServer.run(change: { configuration in
            if let small = AddressRange("10.5.0.0/30") { configuration.serviceAddresses = small }
        }) { test in
            for name in ["a", "b"] {
                try await test.client.create(Resources.services, namespace: "default", Self.service(name))
            }
            let full = await statusError {
                try await test.client.create(Resources.services, namespace: "default", Self.service("c"))
            }
            #expect(full?.code == 500)
            #expect(full?.message == "Internal error occurred: failed to allocate a serviceIP: range is full")
            let outside = await statusError {
                try await test.client.create(Resources.services, namespace: "default", Self.service("c", "10.6.0.5"))
            }
            #expect(outside?.message.contains("does not match the current range") == true)
            try await test.client.create(Self.ranges, Self.range("more", "10.6.0.0/28"))
            let made = try await test.client.create(Resources.services, namespace: "default", Self.service("c"))
            #expect(made.tree()["spec"]["clusterIP"].string?.hasPrefix("10.6.0.") == true)
        }
    }

    @Test(.timeLimit(.minutes(5))) func theDefaultRangeComesBack() async throws {
        try await TestServer.run(change: {
            $0.secondaryServiceAddresses = AddressRange("fd00:10:96::/112")
        }) { test in
            let first = try await test.client.get(Self.ranges, name: "kubernetes").tree()
            #expect(first["spec"]["cidrs"] == ["10.96.0.0/12", "fd00:10:96::/112"])
            #expect(first["status"]["conditions"][0]["status"].string == "True")
            let watch = try await test.transport.watch(APIRequest(.watch, Self.ranges))
            var events = watch.makeAsyncIterator()
            _ = try await test.transport.send(APIRequest(.delete, Self.ranges, name: "kubernetes"))
            while let event = try await events.next() {
                let object = try event.object.value()
                if event.kind != .deleted, object["metadata"]["uid"] != first["metadata"]["uid"] { break }
            }
            watch.cancel()
        }
    }
}
