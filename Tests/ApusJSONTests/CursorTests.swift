import ApusJSON
import Testing

@Suite struct CursorTests {
    private let pod = Bytes(
        #"""
        {"kind":"Pod","metadata":{"name":"web","labels":{"app.kubernetes.io/name":"x","app.kubernetes.io/part":"y"}},
         "spec":{"containers":[{"name":"a","ports":[{"containerPort":80}]},{"name":"b"}],"priority":-7,
         "hostNetwork":true,"share":1.5,"nothing":null,"":"empty key"}}
        """#)

    @Test func membersAreFoundByKey() throws {
        let document = try Document(parsing: pod)
        let root = Cursor(document)
        #expect(root["kind"].isString("Pod") == true)
        #expect(root["metadata"]["name"].string == "web")
        #expect(root["metadata"]["name"].equals("web") == true)
        #expect(root["metadata"]["name"].equals("we") == false)
        let labels = root["metadata"]["labels"]
        #expect(labels["app.kubernetes.io/part"].string == "y")
        #expect(labels.member(named: "app.kubernetes.io/name").string == "x")
        #expect(labels["app.kubernetes.io/none"].exists == false)
        #expect(root["spec"].member(named: "").string == "empty key")
    }

    @Test func scalarsHaveTheirKind() throws {
        let document = try Document(parsing: pod)
        let spec = Cursor(document)["spec"]
        #expect(spec["priority"].int == -7)
        #expect(spec["priority"].double == -7)
        #expect(spec["hostNetwork"].bool == true)
        #expect(spec["share"].double == 1.5)
        #expect(spec["share"].int == nil)
        #expect(spec["nothing"].kind == .null)
        #expect(spec["nothing"].exists == true)
        #expect(spec["nothing"].hasValue == false)
        #expect(spec["absent"].kind == .absent)
        #expect(spec["absent"]["deeper"].element(3).string == nil)
    }

    @Test func elementsAndMembersComeInOrder() throws {
        let document = try Document(parsing: pod)
        var names: [String] = []
        var containers = Cursor(document)["spec"]["containers"].elements
        while let container = containers.next() { names.append(container["name"].string ?? "") }
        #expect(names == ["a", "b"])
        var keys: [String] = []
        Cursor(document).forEachMember { key, _ in keys.append(key.string ?? "") }
        #expect(keys == ["kind", "metadata", "spec"])
        let array = Cursor(document)["spec"]["containers"]
        #expect(array.count == 2)
        #expect(array.element(1)["name"].string == "b")
        #expect(array.element(2).exists == false)
        #expect(array.element(0)["ports"].element(0)["containerPort"].int == 80)
    }

    @Test func aPartBecomesATree() throws {
        let document = try Document(parsing: pod)
        #expect(Cursor(document)["spec"]["containers"].element(1).value() == ["name": "b"])
        #expect(Cursor(document)["absent"].value() == .null)
        #expect(try Cursor(document).value() == JSONValue(parsing: pod))
    }

    @Test func documentsAreIndependentOfEachOther() throws {
        let first = try Document(parsing: Bytes(#"{"a":"first"}"#))
        let second = try Document(parsing: Bytes(#"{"a":"second"}"#))
        #expect(Cursor(first)["a"].string == "first")
        #expect(Cursor(second)["a"].string == "second")
    }

    @Test func documentsLargerThanWhatAThreadKeepsAreRead() throws {
        let long = String(repeating: "x", count: 300_000)
        let document = try Document(parsing: Bytes("[\"\(long)\",1]"))
        #expect(Cursor(document).element(0).equals(long) == true)
        #expect(Cursor(document).element(1).int == 1)
    }
}
