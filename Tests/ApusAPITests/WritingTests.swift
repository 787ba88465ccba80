import ApusAPI
import ApusJSON
import Testing

@Suite struct WritingTests {
    let context = StrategyContext(now: Timestamp(seconds: 1_700_000_000))

    func created(_ text: String) throws -> JSONValue {
        var random = SystemRandomNumberGenerator()
        var (object, _) = try TestSchema.resource.decode(Bytes(text))
        try TestSchema.resource.prepareForCreate(&object, namespace: "default", uid: "u1", context, random: &random)
        return object
    }

    @Test func createFillsSystemFields() throws {
        let object = try created(
            #"{"metadata":{"generateName":"a-","uid":"mine","resourceVersion":"7"},"spec":{"containers":[]},"status":{"phase":"Running"}}"#
        )
        #expect(object["metadata"]["name"].string?.hasPrefix("a-") == true)
        #expect(object["metadata"]["uid"] == "u1")
        #expect(object["metadata"]["namespace"] == "default")
        #expect(object["metadata"]["creationTimestamp"] == "2023-11-14T22:13:20Z")
        #expect(object["metadata"]["generation"] == 1)
        #expect(object["metadata"]["resourceVersion"] == .null)
        #expect(object["status"] == [:])
    }

    @Test func createRefusesAnotherNamespace() {
        #expect(
            throws: StatusError.badRequest(
                "the namespace of the provided object does not match the namespace sent on the request")
        ) { try created(#"{"metadata":{"name":"a","namespace":"other"}}"#) }
    }

    @Test func invalidObjectsAreRefusedWithCauses() throws {
        let object = try created(
            #"{"metadata":{"name":"A","labels":{"x":"a b"}},"spec":{"containers":[{"name":"c","ports":[{"containerPort":1,"protocol":"X"}]}]}}"#
        )
        do {
            _ = try TestSchema.resource.validateCreate(object, context)
            Issue.record("was valid")
        } catch {
            #expect(error.code == 422)
            #expect(error.message.hasPrefix("Pod \"A\" is invalid: [metadata.name: Invalid value: \"A\": a lowercase"))
            #expect(
                error.details?.causes.map(\.field) == [
                    "metadata.name", "metadata.labels", "spec.containers[0].ports[0].protocol",
                ])
            #expect(
                error.details?.causes.last?.message
                    == #"Unsupported value: "X": supported values: "TCP", "UDP", "SCTP""#)
        }
    }

    @Test func updateKeepsStatusAndRaisesTheGeneration() throws {
        var old = try created(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}}"#)
        old["status"] = ["phase": "Running"]
        var new = old
        new["spec"]["nodeName"] = "n1"
        new["status"] = ["phase": "Failed"]
        new["metadata"]["creationTimestamp"] = "2020-01-01T00:00:00Z"
        try TestSchema.resource.prepareForUpdate(&new, old: old, namespace: "default", context)
        #expect(new["status"]["phase"] == "Running")
        #expect(new["metadata"]["generation"] == 2)
        #expect(new["metadata"]["creationTimestamp"] == old["metadata"]["creationTimestamp"])
        var status = old
        status["status"]["phase"] = "Succeeded"
        status["spec"]["nodeName"] = "n2"
        var subresource = context
        subresource.subresource = "status"
        try TestSchema.resource.prepareForUpdate(&status, old: old, namespace: "default", subresource)
        #expect(status["status"]["phase"] == "Succeeded")
        #expect(status["spec"]["nodeName"] == .null)
        #expect(status["metadata"]["generation"] == 1)
    }

    @Test func encodesCanonicallyAndSplicesTheResourceVersion() throws {
        let value = try TestSchema.json(
            #"{"spec":{"nodeName":"n","containers":[]},"metadata":{"labels":{"b":"1","a":"2"},"uid":"u","resourceVersion":"9","name":"x","managedFields":[{"manager":"m"}],"namespace":"ns","creationTimestamp":"2024-01-01T00:00:00Z"},"apiVersion":"v1","kind":"Pod"}"#
        )
        let encoded = TestSchema.resource.encode(value)
        #expect(
            encoded.bytes.string
                == #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","namespace":"ns","uid":"u","creationTimestamp":"2024-01-01T00:00:00Z","labels":{"a":"2","b":"1"},"managedFields":[{"manager":"m"}]},"spec":{"containers":[],"nodeName":"n"}}"#
        )
        let object = encoded.at(42)
        #expect(object.labels == ["a": "2", "b": "1"])
        #expect(object.fields["spec.nodeName"] == "n")
        #expect(object.fields["status.phase"] == "")
        #expect(object.fields["spec.other"] == nil)
        #expect(object.served().string.contains(#""uid":"u","resourceVersion":"42","creationTimestamp""#))
        #expect(object.served(header: false).string.hasPrefix(#"{"metadata":{"name":"x""#))
        #expect(!object.served(managedFields: false).string.contains("manager"))
        #expect(try object.value()["metadata"]["resourceVersion"] == "42")
        let stored = try APIObject(
            stored: encoded.bytes, revision: 42, selectable: TestSchema.definition.selectableFields)
        #expect(stored.layout == object.layout)
        #expect(stored.labels == object.labels)
        #expect(stored.fields == object.fields)
        let wire = try APIObject(wire: object.served())
        #expect(wire.bytes == encoded.bytes)
        #expect(wire.revision == 42)
    }

    @Test(arguments: [
        #"{"metadata":{}}"#, #"{"metadata":{"name":"a"}}"#, #"{"kind":"Pod","apiVersion":"v1"}"#, "{}", "[]",
        #"{"metadata":{"name":"a","managedFields":[]}}"#, #"{"metadata":{"managedFields":[1]},"x":"}\"{"}"#,
        #"{"kind":"Status","apiVersion":"v1","metadata":{},"message":"a"}"#,
    ])
    func servesWhateverHasNoMetadata(text: String) throws {
        let value = try TestSchema.json(text)
        let encoded = EncodedObject(value)
        #expect(try JSONValue(parsing: encoded.bytes) == value)
        let object = encoded.at(7)
        for header in [true, false] {
            for managedFields in [true, false] {
                var expected = value
                if !value["metadata"].isNull { expected["metadata"]["resourceVersion"] = "7" }
                if !managedFields, !value["metadata"].isNull { expected["metadata"].remove("managedFields") }
                if !header, value["kind"].string != nil {
                    expected.remove("kind")
                    expected.remove("apiVersion")
                }
                #expect(try JSONValue(parsing: object.served(header: header, managedFields: managedFields)) == expected)
            }
        }
        #expect(try APIObject(stored: encoded.bytes, revision: 7).layout == encoded.layout)
    }

    @Test func statusGoesThereAndBack() {
        let error = StatusError.notFound(.init("apps", "v1", "deployments"), "x")
        #expect(error.message == "deployments.apps \"x\" not found")
        #expect(StatusError(status: error.value()) == error)
    }
}
