import ApusAPI
import Testing

@Suite struct NamesTests {
    @Test(arguments: [
        (NameRule.dnsSubdomain, "a.b-c.1", true), (.dnsSubdomain, "A", false), (.dnsSubdomain, "a..b", false),
        (.dnsSubdomain, "a-.b", false), (.dnsSubdomain, "-a", false), (.dnsSubdomain, "a.", false),
        (.dnsSubdomain, "", false), (.dnsLabel, "a-1", true), (.dnsLabel, "a.b", false), (.dns1035Label, "1a", false),
        (.dns1035Label, "a1", true), (.pathSegment, "system:node:x", true), (.pathSegment, "a/b", false),
        (.pathSegment, "..", false),
    ])
    func checksNames(rule: NameRule, name: String, isGood: Bool) {
        #expect(rule.problems(name).isEmpty == isGood)
    }

    @Test func wordsProblemsAsUpstream() {
        #expect(
            NameRule.dnsSubdomain.problems("A_b") == [
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
                    + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                    + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
            ])
        #expect(NameRule.dnsLabel.problems("a.b") == ["must not contain dots"])
        #expect(
            Names.labelValueProblems("a b") == [
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
                    + "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex "
                    + "used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
            ])
    }

    @Test func aPrefixMayEndInADash() {
        #expect(NameRule.dnsSubdomain.problems("web-", isPrefix: true).isEmpty)
        #expect(!NameRule.dnsSubdomain.problems("web-").isEmpty)
    }

    @Test(arguments: [
        ("app", true), ("example.com/app", true), ("/app", false), ("a/b/c", false), ("example.com/", false),
        ("Example.com/app", false), ("a_b.C-1", true), ("-a", false),
    ])
    func checksQualifiedNames(name: String, isGood: Bool) {
        #expect(Names.qualifiedNameProblems(name).isEmpty == isGood)
    }

    @Test func generatesNamesWithUpstreamsLetters() {
        var random = SystemRandomNumberGenerator()
        let name = GeneratedName.make(from: "web-", using: &random)
        #expect(name.count == 9)
        #expect(name.dropFirst(4).allSatisfy { "bcdfghjklmnpqrstvwxz2456789".contains($0) })
        #expect(GeneratedName.make(from: String(repeating: "a", count: 70), using: &random).count == 63)
    }
}
