import ApusAPI
import ApusJSON
import Testing

@Suite struct SelectorTests {
    @Test(arguments: [
        ("app=web", ["app": "web"], true), ("app==web", ["app": "db"], false), ("app!=web", [:], true),
        ("app in (a, b)", ["app": "b"], true), ("app notin (a,b)", ["app": "b"], false), ("app", ["app": ""], true),
        ("!app", ["app": ""], false), ("n>5", ["n": "6"], true), ("n<5", ["n": "x"], false), ("", ["x": "y"], true),
        ("a=b,c=d", ["a": "b"], false), ("app in ()", ["app": ""], true), ("in in (in)", ["in": "in"], true),
        ("app=", ["app": ""], true), ("x in (a,)", ["x": ""], true),
    ])
    func matchesLabels(text: String, labels: [String: String], matches: Bool) throws {
        #expect(try LabelSelector(parsing: text).matches(labels) == matches)
    }

    @Test(arguments: [
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("a=b,", "found '', expected: identifier after ','"),
        ("=", "found '=', expected: !, identifier, or 'end of string'"),
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a=b c", "found 'c', expected: ',' or 'end of string'"),
        (
            "n>x",
            "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"
        ),
    ])
    func explainsWhatItCannotRead(text: String, message: String) {
        do {
            _ = try LabelSelector(parsing: text)
            Issue.record("was read")
        } catch {
            #expect("\(error)" == message)
        }
    }

    /// Once such text was read for ever.
    @Test(arguments: ["\u{c}", "a\u{a0}", "a in (\u{2003})", "a=\u{b}", "\0\u{c}/a"])
    func onlySpacesTabsAndLinesPartWords(_ text: String) {
        #expect(throws: LabelSelectorError.self) { try LabelSelector(parsing: text) }
    }

    @Test func readsSelectorObjects() throws {
        let selector = try LabelSelector([
            "matchLabels": ["a": "b"], "matchExpressions": [["key": "c", "operator": "In", "values": ["d", "e"]]],
        ])
        #expect(selector.description == "a=b,c in (d,e)")
        #expect(try !LabelSelector(.null).matches([:]))
        #expect(try LabelSelector([:]).matches([:]))
        #expect(throws: LabelSelectorError("\"Is\" is not a valid label selector operator")) {
            try LabelSelector(["matchExpressions": [["key": "c", "operator": "Is"]]])
        }
    }

    @Test func readsFieldSelectors() throws {
        let selector = try FieldSelector(parsing: "status.phase!=Running,metadata.name=a\\,b")
        #expect(selector.exactValue(of: "metadata.name") == "a,b")
        #expect(selector.matches { $0 == "metadata.name" ? "a,b" : "Pending" })
        #expect(!selector.matches { $0 == "metadata.name" ? "a,b" : "Running" })
        #expect(throws: FieldSelectorError("invalid selector: 'x'; can't understand 'x'")) {
            try FieldSelector(parsing: "x")
        }
        #expect(throws: FieldSelectorError("field label not supported: spec.x")) {
            _ = try FieldSelector(parsing: "spec.x=1").resolved(for: TestSchema.definition)
        }
    }
}
