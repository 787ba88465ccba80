import ApusAPI
import ApusJSON
import Testing

@Suite struct DecodingTests {
    @Test func prunesReportsAndDefaults() throws {
        let body = Bytes(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":null,"creationTimestamp":null},
            "spec":{"foo":1,"containers":[{"name":"c","tty":false,"args":[],"bar":true,"ports":[{"containerPort":80}],
            "limits":{"cpu":0.5,"memory":"1024Mi"}}],"nodeSelector":{}}}
            """)
        let (object, warnings) = try TestSchema.resource.decode(body)
        #expect(warnings == ["unknown field \"spec.foo\"", "unknown field \"spec.containers[0].bar\""])
        #expect(
            object == [
                "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"],
                "spec": [
                    "containers": [
                        [
                            "name": "c", "ports": [["containerPort": 80, "protocol": "TCP"]],
                            "limits": ["cpu": "500m", "memory": "1Gi"],
                        ]
                    ]
                ], "status": [:],
            ])
    }

    @Test func strictDecodingRefusesUnknownAndRepeatedFields() {
        let body = Bytes(
            #"{"kind":"Pod","apiVersion":"v1","spec":{"containers":[],"priority":1,"priority":2,"foo":1}}"#)
        #expect(
            throws: StatusError.badRequest(
                "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: "
                    + "duplicate field \"spec.priority\", unknown field \"spec.foo\"")
        ) { try TestSchema.resource.decode(body, validation: .strict) }
    }

    @Test func anUnknownFieldIsNotSaidToComeTwice() throws {
        let body = Bytes(
            #"{"kind":"Pod","apiVersion":"v1","spec":{"foo":1,"foo":2,"containers":[{"name":"a","bar":1,"image":"i","image":"j"}]}}"#
        )
        let warnings = try TestSchema.resource.decode(body).warnings
        #expect(
            warnings == [
                #"unknown field "spec.foo""#, #"unknown field "spec.containers[0].bar""#,
                #"duplicate field "spec.containers[0].image""#,
            ])
    }

    @Test(arguments: [
        (
            #"{"spec":{"priority":"x"}}"#,
            "json: cannot unmarshal string into Go struct field PodSpec.spec.priority of type int32"
        ),
        (
            #"{"spec":{"containers":"x"}}"#,
            "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container"
        ),
        (
            #"{"spec":{"containers":[{"tty":1}]}}"#,
            "json: cannot unmarshal number 1 into Go struct field Container.spec.containers.tty of type bool"
        ),
        (
            #"{"spec":{"priority":3000000000}}"#,
            "json: cannot unmarshal number 3000000000 into Go struct field PodSpec.spec.priority of type int32"
        ),
        (#"{"spec":[]}"#, "json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec"),
        (
            #"{"metadata":{"labels":{"a":1}}}"#,
            "json: cannot unmarshal number 1 into Go struct field ObjectMeta.metadata.labels of type string"
        ),
        (
            #"{"spec":{"containers":[{"limits":{"cpu":"x"}}]}}"#,
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
        ),
    ])
    func refusesWrongTypesAsUpstream(body: String, message: String) {
        do {
            _ = try TestSchema.resource.decode(Bytes(body))
            Issue.record("was decoded")
        } catch {
            #expect(error.code == 400)
            #expect(error.message == "Pod in version \"v1\" cannot be handled as a Pod: " + message)
        }
    }

    @Test func refusesAnotherKind() {
        #expect(throws: StatusError.self) {
            try TestSchema.resource.decode(Bytes(#"{"kind":"Service","apiVersion":"v1"}"#))
        }
    }

    @Test func timesBecomeUTCWithWholeSeconds() throws {
        let (object, _) = try TestSchema.resource.decode(
            Bytes(#"{"status":{"startTime":"2024-01-01T01:00:00.5+01:00"}}"#))
        #expect(object["status"]["startTime"] == "2024-01-01T00:00:00Z")
    }
}
