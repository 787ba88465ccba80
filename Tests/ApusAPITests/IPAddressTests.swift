import ApusAPI
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("10.96.0.1", "10.96.0.1"), ("fd00:0:0::1", "fd00::1"), ("::", "::"), ("1:0:0:2::", "1:0:0:2::"),
        ("2001:DB8::1.2.3.4", "2001:db8::102:304"), ("::ffff:10.0.0.1", "10.0.0.1"),
    ])
    func readsAddressesAndWritesThemAsUpstream(_ text: String, _ canonical: String) throws {
        #expect(try #require(IPAddress(text)).description == canonical)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.04", "1.2.3.256", "+1.2.3.4", "fe80::-0", "fe80::+1", "1.2.3.4::", "1.2.3.4::1", "1::2::3",
        ":::", "1:2:3:4:5:6:7:8::", "12345::", "fe80::1%eth0",
    ])
    func refusesWhatIsNone(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(arguments: [
        ("10.0.0.1", ""), ("2001:db8::1", ""), ("240.0.0.1", ""),
        ("0.0.0.0", "unspecified"), ("::", "unspecified"),
        ("127.8.9.1", "loopback"), ("::1", "loopback"), ("::ffff:127.0.0.1", "loopback"),
        ("169.254.1.1", "link-local"), ("fe80::1", "link-local"), ("febf::1", "link-local"), ("fec0::1", ""),
        ("224.0.0.1", "link-local multicast"), ("ff02::1", "link-local multicast"), ("ff12::1", "link-local multicast"),
        ("239.1.1.1", "multicast"), ("ff05::1", "multicast"), ("255.255.255.255", "broadcast"),
    ])
    func saysWhatAnAddressIsFor(_ text: String, _ kind: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isUnspecified == (kind == "unspecified"))
        #expect(address.isLoopback == (kind == "loopback"))
        #expect(address.isLinkLocalUnicast == (kind == "link-local"))
        #expect(address.isLinkLocalMulticast == (kind == "link-local multicast"))
        #expect(address.isMulticast == kind.hasSuffix("multicast"))
        #expect(address.isGlobalUnicast == kind.isEmpty)
    }

    @Test func aBlockIsNamedByAnyOfItsAddresses() throws {
        let block = IPNetwork(try #require(IPAddress("10.1.2.3")), length: 8)
        #expect(block == IPNetwork("10.0.0.0/8"))
        #expect(block.contains(try #require(IPAddress("10.255.0.1"))))
        #expect(IPNetwork("10.0.0.0/33") == nil && IPNetwork("10.0.0.0/08") == nil && IPNetwork("10.0.0.0") == nil)
    }
}
