import ApusAPI
import ApusJSON
import ApusResources
import Testing

@Suite struct ProtobufTests {
    private static func encode(_ object: APIObject, _ definition: Definition) throws -> [UInt8] {
        var writer = ProtobufWriter()
        try ProtobufEncoder(definition.schema).append(object, to: &writer)
        return ProtobufEnvelope.head(
            kind: definition.kind, apiVersion: definition.apiVersion, count: writer.bytes.count)
            + writer.bytes + ProtobufEnvelope.tail
    }

    private static func decode(_ bytes: [UInt8], _ definition: Definition) throws -> JSONValue {
        let envelope = try ProtobufEnvelope(bytes)
        #expect(envelope.gvk == definition.gvk)
        return try ProtobufDecoder().decode(envelope, as: definition.schema)
    }

    @Test(arguments: BuiltInDefinitions.all)
    func everyKindComesBackAsItWas(_ definition: Definition) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = RandomObject(seed: seed)
        for _ in 0..<20 {
            let object = random.make(definition)
            let back = try Self.decode(try Self.encode(APIObject(object), definition), definition)
            let (want, got) = (object.encoded(order: .canonical).string, back.encoded(order: .canonical).string)
            #expect(want == got, "\(definition.gvk) with seed \(seed)")
            guard want == got else { return }
        }
    }

    @Test(arguments: BuiltInDefinitions.all)
    func bytesThatAreCutOrChangedDoNoHarm(_ definition: Definition) throws {
        var random = SplitMix(seed: UInt64.random(in: 0 ... .max))
        var objects = RandomObject(seed: random.next())
        for _ in 0..<5 {
            let bytes = try Self.encode(APIObject(objects.make(definition)), definition)
            for _ in 0..<20 {
                var broken = Array(bytes.prefix(Int(random.next(upperBound: UInt64(bytes.count))) + 1))
                broken[Int(random.next(upperBound: UInt64(broken.count)))] = UInt8(truncatingIfNeeded: random.next())
                // Some are refused and some are other objects.
                _ = try? ProtobufDecoder().decode(try ProtobufEnvelope(broken), as: definition.schema)
            }
        }
    }

    @Test func everyFieldHasAPlace() {
        for name in BuiltInDefinitions.types.typeNames {
            guard let schema = BuiltInDefinitions.types.schema(named: name), schema.kind == .object else { continue }
            var places: Set<ProtobufPath> = []
            for field in schema.fields {
                // Only kind and apiVersion lie in the envelope.
                if field.protobuf == .none {
                    #expect(["kind", "apiVersion"].contains(field.name), "\(name) \(field.name)")
                }
                #expect(field.protobuf == .none || places.insert(field.protobuf).inserted, "\(name) \(field.name)")
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var json: JSONValue
        var bytes: [UInt8]
        var testDescription: String { json.encoded().string }
    }

    /// Written out by hand from upstream's `.proto` files.
    @Test(arguments: [
        // metadata = 1 {name = 1, resourceVersion = 6, creationTimestamp = 8 {seconds = 1, nanos = 2}}
        Case(
            json: ["metadata": ["name": "a", "creationTimestamp": "1970-01-01T00:00:05Z"]],
            bytes: [0x0a, 0x09, 0x0a, 0x01, 0x61, 0x42, 0x04, 0x08, 0x05, 0x10, 0x00]),
        // spec = 2 {volumes = 1 {name = 1, volumeSource = 2 {emptyDir = 2 {medium = 1}}}}
        Case(
            json: ["spec": ["volumes": [["name": "v", "emptyDir": ["medium": "M"]]]]],
            bytes: [0x12, 0x0c, 0x0a, 0x0a, 0x0a, 0x01, 0x76, 0x12, 0x05, 0x12, 0x03, 0x0a, 0x01, 0x4d]),
        // spec = 2 {containers = 2 {livenessProbe = 10 {handler = 1 {tcpSocket = 3 {port = 1 {type, intVal, strVal}}}}}}
        Case(
            json: ["spec": ["containers": [["livenessProbe": ["tcpSocket": ["port": "x"]]]]]],
            bytes: [
                0x12, 0x11, 0x12, 0x0f, 0x52, 0x0d, 0x0a, 0x0b, 0x1a, 0x09, 0x0a, 0x07, 0x08, 0x01, 0x10, 0x00, 0x1a,
                0x01, 0x78,
            ]),
        // spec = 2 {nodeSelector = 7 {key = 1, value = 2}, activeDeadlineSeconds = 5, hostNetwork = 11}
        Case(
            json: ["spec": ["activeDeadlineSeconds": -1, "hostNetwork": true, "nodeSelector": ["a": "b"]]],
            bytes: [
                0x12, 0x15, 0x28, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x58, 0x01, 0x3a, 0x06,
                0x0a, 0x01, 0x61, 0x12, 0x01, 0x62,
            ]),
        // spec = 2 {containers = 2 {resources = 8 {limits = 1 {key = 1, value = 2 {string = 1}}}}}
        Case(
            json: ["spec": ["containers": [["resources": ["limits": ["cpu": "1"]]]]]],
            bytes: [
                0x12, 0x10, 0x12, 0x0e, 0x42, 0x0c, 0x0a, 0x0a, 0x0a, 0x03, 0x63, 0x70, 0x75, 0x12, 0x03, 0x0a, 0x01,
                0x31,
            ]),
    ])
    func podsAreWrittenAsUpstreamWritesThem(_ row: Case) throws {
        let pods = try #require(BuiltInDefinitions.all.first { $0.resource == "pods" })
        var writer = ProtobufWriter()
        try ProtobufEncoder(pods.schema).append(row.json.encoded(), to: &writer)
        #expect(writer.bytes == row.bytes)
    }

    @Test func theRevisionIsPutIn() throws {
        let pods = try #require(BuiltInDefinitions.all.first { $0.resource == "pods" })
        let object = APIObject(["kind": "Pod", "apiVersion": "v1", "metadata": ["name": "a", "resourceVersion": "7"]])
        let pod = try Self.decode(try Self.encode(object, pods), pods)
        #expect(pod["metadata"] == ["name": "a", "resourceVersion": "7"])
    }

    @Test func aMessageInTwoPartsIsOne() throws {
        let maps = try #require(BuiltInDefinitions.all.first { $0.resource == "configmaps" })
        let head = ProtobufEnvelope.head(kind: "ConfigMap", apiVersion: "v1", count: 10)
        let map = try Self.decode(head + [0x0a, 3, 0x0a, 1, 0x61, 0x0a, 3, 0x1a, 1, 0x62], maps)
        #expect(map["metadata"] == ["name": "a", "namespace": "b"])
    }
}
