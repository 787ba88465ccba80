import ApusAPI
import ApusClient
import ApusJSON
import ApusResources
import AsyncHTTPClient
import CZlib
import Glibc
import NIOCore
import NIOHTTP1
import Testing

@testable import ApusServer

/// What clients see that speak protobuf, as those of Go do.
@Suite struct ProtobufTests {
    private static let maps = "/api/v1/namespaces/default/configmaps"

    @Test func anObjectLivesInProtobuf() async throws {
        try await RawClient.run { client, _ in
            let headers = ProtobufAnswer.headers
            let made = try await client.send(
                .POST, Self.maps, headers, bytes: try ProtobufAnswer.body(.configMap("a", data: ["k": "v"])))
            #expect(made.code == 201)
            #expect(made.headers["content-type"] == [ProtobufAnswer.mediaType])
            #expect(made.headers["cache-control"] == ["no-cache, private"])
            var object = try ProtobufAnswer.object(made.bytes)
            let json = try await client.send(.GET, "\(Self.maps)/a").json
            #expect(object == json)
            object["data"]["k"] = "w"
            let updated = try await client.send(
                .PUT, "\(Self.maps)/a", headers, bytes: try ProtobufAnswer.body(object))
            #expect(updated.code == 200)
            #expect(try ProtobufAnswer.object(updated.bytes)["data"] == ["k": "w"])
            let patched = try await client.send(
                .PATCH, "\(Self.maps)/a?fieldManager=m",
                ["Accept": ProtobufAnswer.mediaType, "Content-Type": "application/apply-patch+yaml"],
                body: "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: y}}")
            #expect(try ProtobufAnswer.object(patched.bytes)["data"] == ["k": "w", "x": "y"])
            let options: JSONValue = [
                "kind": "DeleteOptions", "apiVersion": "v1", "preconditions": ["uid": json["metadata"]["uid"]],
            ]
            let gone = try await client.send(
                .DELETE, "\(Self.maps)/a", headers, bytes: try ProtobufAnswer.body(options))
            let status = try ProtobufAnswer.object(gone.bytes)
            #expect(status["status"] == "Success")
            #expect(status["details"]["uid"] == json["metadata"]["uid"])
        }
    }

    struct Refusal: Sendable {
        var method = HTTPMethod.GET
        var path: String
        var headers = ProtobufAnswer.headers
        var bytes: [UInt8]?
        var code: Int
        var message: String
    }

    @Test(arguments: [
        Refusal(path: "\(maps)/none", code: 404, message: "configmaps \"none\" not found"),
        Refusal(
            method: .POST, path: maps, bytes: Array("{}".utf8), code: 400,
            message:
                "the object provided is unrecognized (must be of type ConfigMap): provided data does not appear to "
                + "be a protobuf message, expected prefix [107 56 115 0] ({})"),
        Refusal(
            method: .POST, path: maps, bytes: [], code: 400,
            message: "the object provided is unrecognized (must be of type ConfigMap): empty data (<empty>)"),
        Refusal(
            method: .POST, path: maps, bytes: [0x6b, 0x38, 0x73, 0], code: 400,
            message: "the object provided is unrecognized (must be of type ConfigMap): empty body (6b387300)"),
        Refusal(
            method: .POST, path: maps, bytes: [0x6b, 0x38, 0x73, 0, 0x12, 3, 0x0a, 9, 1], code: 400,
            message: "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: proto: unexpected EOF"),
        Refusal(
            path: "\(maps)?watch=1", headers: ["Accept": "application/yaml"], code: 406,
            message: "only the following media types are accepted: application/json;stream=watch, "
                + "application/vnd.kubernetes.protobuf;stream=watch"),
        Refusal(
            path: maps,
            headers: ["Accept": "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"],
            code: 406,
            message: "you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)"),
        Refusal(
            path: "/apis/apps/v1/namespaces/default/deployments/none",
            headers: ["Accept": "application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1"], code: 406,
            message: "only the following media types are accepted: application/json, application/yaml, "
                + "application/vnd.kubernetes.protobuf"),
    ]) func errorsAreStatusesInTheFormatThatIsAccepted(_ refusal: Refusal) async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(refusal.method, refusal.path, refusal.headers, bytes: refusal.bytes)
            #expect(answer.code == refusal.code)
            let accept = refusal.headers["Accept"] ?? ""
            // A clause that cannot be met for an error leaves indented JSON.
            let isProtobuf = accept.hasPrefix("\(ProtobufAnswer.mediaType),")
            let isYAML = accept == "application/yaml"
            #expect(
                answer.headers["content-type"]
                    == [isProtobuf ? ProtobufAnswer.mediaType : isYAML ? accept : "application/json"])
            guard !isYAML else { return #expect(answer.text.contains(refusal.message)) }
            let status = isProtobuf ? try ProtobufAnswer.object(answer.bytes) : answer.json
            #expect(status["message"].string == refusal.message)
            #expect(status["code"].int == Int64(refusal.code))
            if !isProtobuf { #expect(answer.text.hasPrefix("{\n  \"kind\": \"Status\"")) }
        }
    }

    @Test func authenticationRefusesInProtobufToo() async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(.GET, Self.maps, ProtobufAnswer.headers, token: "wrong")
            #expect(try ProtobufAnswer.object(answer.bytes)["reason"] == "Unauthorized")
        }
    }

    @Test func listsAreWhatTheyAreInJSON() async throws {
        try await RawClient.run { client, test in
            for name in ["a", "b", "c"] {
                try await test.client.create(Resources.configMaps, namespace: "default", .configMap(name))
            }
            for query in ["", "?limit=2", "?labelSelector=x", "?fieldSelector=metadata.name=b"] {
                let answer = try await client.send(.GET, Self.maps + query, ["Accept": ProtobufAnswer.mediaType])
                var list = try ProtobufAnswer.object(answer.bytes)
                if list["items"].isNull { list["items"] = [] }
                let json = try await client.send(.GET, Self.maps + query).json
                #expect(list == json)
            }
        }
    }

    @Test func aLongListStreamsAndIsCompressedForThoseWhoAcceptIt() async throws {
        // The shared client asks for compressed bodies by itself, and unpacks them.
        let http = HTTPClient(configuration: .init())
        let result: Result<Void, any Error>
        do { result = .success(try await checkLongLists(with: http)) } catch { result = .failure(error) }
        try await http.shutdown()
        try result.get()
    }

    private func checkLongLists(with http: HTTPClient) async throws {
        try await RawClient.run { client, test in
            let text = String(repeating: "0123456789abcdef", count: 4096)
            for number in 0..<20 {
                try await test.client.create(
                    Resources.configMaps, namespace: "default", .configMap("m\(number)", data: ["k": text]))
            }
            let json = try await client.send(.GET, Self.maps, with: http)
            #expect(json.headers["content-encoding"].isEmpty)
            let list = try ProtobufAnswer.object(
                try await client.send(.GET, Self.maps, ["Accept": ProtobufAnswer.mediaType], with: http).bytes)
            #expect(list == json.json)
            for accept in ["application/json", "application/yaml", ProtobufAnswer.mediaType] {
                let headers = ["Accept": accept, "Accept-Encoding": "gzip"]
                for path in [Self.maps, "\(Self.maps)?limit=4"] {
                    let small = try await client.send(.GET, path, headers, with: http)
                    #expect(small.headers["content-encoding"] == ["gzip"])
                    #expect(small.headers["vary"] == ["Accept-Encoding"])
                    #expect(small.headers["content-type"] == [accept])
                    #expect(small.bytes.count < 80 << 10)
                    let plain = try await client.send(.GET, path, ["Accept": accept], with: http)
                    // A page's token says when it was made.
                    let isSame = path == Self.maps ? small.unpacked == plain.bytes : small.unpacked.count > 128 << 10
                    #expect(isSame)
                }
                let one = try await client.send(.GET, "\(Self.maps)/m1", headers, with: http)
                #expect(one.headers["content-encoding"].isEmpty)
            }
        }
    }

    @Test func aWatchIsAStreamOfMessages() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a", data: ["k": "v"]))
            var request = HTTPClientRequest(
                url:
                    "\(client.base)\(Self.maps)?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan"
            )
            request.headers.add(name: "Authorization", value: "Bearer \(TestServer.token)")
            request.headers.add(name: "Accept", value: ProtobufAnswer.mediaType)
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            #expect(response.headers["content-type"] == ["\(ProtobufAnswer.mediaType);stream=watch"])
            var buffer = ByteBuffer()
            var events: [(type: String, object: JSONValue)] = []
            for try await var chunk in response.body {
                buffer.writeBuffer(&chunk)
                while let event = try ProtobufAnswer.event(&buffer) { events.append(event) }
                if events.count == 2, events.last?.type == "BOOKMARK" {
                    try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
                }
                if events.count == 3 { break }
            }
            #expect(events.map(\.type) == ["ADDED", "BOOKMARK", "ADDED"])
            #expect(events.first?.object["data"] == ["k": "v"])
            #expect(events[1].object["metadata"]["annotations"] == ["k8s.io/initial-events-end": "true"])
            #expect(events.last?.object["metadata"]["name"] == "b")
        }
    }

    @Test func metadataComesAlone() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a", labels: ["l": "1"], data: ["k": "v"]))
            let json = try await client.send(.GET, "\(Self.maps)/a").json
            for (path, kind) in [("\(Self.maps)/a", "PartialObjectMetadata"), (Self.maps, "PartialObjectMetadataList")]
            {
                let type = "\(ProtobufAnswer.mediaType);as=\(kind);g=meta.k8s.io;v=v1"
                let answer = try await client.send(.GET, path, ["Accept": type])
                let envelope = try ProtobufEnvelope(answer.bytes)
                #expect(envelope.gvk == GroupVersionKind("meta.k8s.io", "v1", kind))
                // The metadata of a ConfigMap lies where that of partial metadata does.
                let types = ["PartialObjectMetadata": "ConfigMap", "PartialObjectMetadataList": "ConfigMapList"]
                let schema = try #require(
                    BuiltInDefinitions.types.schema(of: GroupVersionKind("", "v1", types[kind] ?? "")))
                let object = try ProtobufDecoder().decode(envelope, as: schema)
                let one = kind.hasSuffix("List") ? object["items"][0] : object
                #expect(one["metadata"] == json["metadata"])
                #expect(one["data"].isNull)
            }
        }
    }

    @Test(arguments: ["/api", "/api/v1", "/apis", "/apis/apps", "/apis/apps/v1"])
    func discoveryIsTheSameInProtobuf(_ path: String) async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(.GET, path, ["Accept": "\(ProtobufAnswer.mediaType),application/json"])
            #expect(answer.headers["content-type"] == [ProtobufAnswer.mediaType])
            let json = try await client.send(.GET, path).json
            let envelope = try ProtobufEnvelope(answer.bytes)
            #expect(envelope.gvk.kind == json["kind"].string)
            let schema = try #require(
                BuiltInDefinitions.types.schema(of: GroupVersionKind("", "v1", envelope.gvk.kind)))
            var object = try ProtobufDecoder().decode(envelope, as: schema)
            if json["apiVersion"].isNull { object.remove("apiVersion") }
            #expect(object == json)
        }
    }

    @Test func aggregatedDiscoveryIsThereInProtobuf() async throws {
        try await RawClient.run { client, _ in
            let form = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
            let answer = try await client.send(.GET, "/apis", ["Accept": ProtobufAnswer.mediaType + form])
            #expect(answer.headers["content-type"] == [ProtobufAnswer.mediaType + form])
            let json = try await client.send(.GET, "/apis", ["Accept": "application/json" + form]).json
            let envelope = try ProtobufEnvelope(answer.bytes)
            #expect(envelope.gvk == GroupVersionKind("apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList"))
            let object = try ProtobufDecoder().decode(envelope, as: AggregatedDiscovery.schema)
            #expect(object["items"].elements.count == json["items"].elements.count)
            #expect(object["items"][0] == json["items"][0])
        }
    }

    @Test func subresourcesAndReviewsSpeakItToo() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("default"))
            let pod = try await client.send(
                .POST, "/api/v1/namespaces/default/pods", ProtobufAnswer.headers,
                bytes: try ProtobufAnswer.body(.pod("p")))
            #expect(pod.code == 201, "\(pod.text)")
            let binding: JSONValue = [
                "kind": "Binding", "apiVersion": "v1", "metadata": ["name": "p"],
                "target": ["kind": "Node", "name": "n"],
            ]
            let bound = try await client.send(
                .POST, "/api/v1/namespaces/default/pods/p/binding", ProtobufAnswer.headers,
                bytes: try ProtobufAnswer.body(binding))
            #expect(bound.code == 201)
            #expect(try ProtobufAnswer.object(bound.bytes)["status"] == "Success")
            let eviction: JSONValue = [
                "kind": "Eviction", "apiVersion": "policy/v1", "metadata": ["name": "p", "namespace": "default"],
                "deleteOptions": ["gracePeriodSeconds": 0],
            ]
            let evicted = try await client.send(
                .POST, "/api/v1/namespaces/default/pods/p/eviction", ProtobufAnswer.headers,
                bytes: try ProtobufAnswer.body(eviction))
            #expect(evicted.code == 201)
            let review: JSONValue = [
                "kind": "SubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": [:],
                "spec": [
                    "user": "jane", "groups": ["g"], "extra": ["scopes": ["a", "b"]],
                    "resourceAttributes": ["verb": "get", "resource": "pods"],
                ],
            ]
            let reviewed = try await client.send(
                .POST, "/apis/authorization.k8s.io/v1/subjectaccessreviews", ProtobufAnswer.headers,
                bytes: try ProtobufAnswer.body(review))
            #expect(reviewed.code == 201)
            let answer = try ProtobufAnswer.object(reviewed.bytes)
            #expect(answer["spec"] == review["spec"])
            #expect(answer["status"]["allowed"] == false)
            let table = "application/json;as=Table;v=v1;g=meta.k8s.io"
            let refused = try await client.send(
                .POST, "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                ["Accept": table, "Content-Type": "application/json"], body: review.encoded().string)
            #expect(refused.code == 406)
        }
    }

    @Test func scalesAreServedInProtobuf() async throws {
        try await RawClient.run { client, _ in
            let deployment: JSONValue = [
                "kind": "Deployment", "apiVersion": "apps/v1", "metadata": ["name": "d"],
                "spec": [
                    "selector": ["matchLabels": ["a": "b"]],
                    "template": [
                        "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "c", "image": "i"]]],
                    ],
                ],
            ]
            let path = "/apis/apps/v1/namespaces/default/deployments"
            let made = try await client.send(
                .POST, path, ProtobufAnswer.headers, bytes: try ProtobufAnswer.body(deployment))
            #expect(made.code == 201)
            #expect(try ProtobufAnswer.object(made.bytes) == (try await client.send(.GET, "\(path)/d").json))
            let read = try await client.send(.GET, "\(path)/d/scale", ProtobufAnswer.headers)
            var scale = try ProtobufAnswer.object(read.bytes)
            #expect(scale["spec"] == ["replicas": 1])
            scale["spec"]["replicas"] = 3
            let scaled = try await client.send(
                .PUT, "\(path)/d/scale", ProtobufAnswer.headers, bytes: try ProtobufAnswer.body(scale))
            #expect(try ProtobufAnswer.object(scaled.bytes)["spec"] == ["replicas": 3])
        }
    }
}

extension RawClient.Answer {
    /// The body as it was before it was compressed.
    fileprivate var unpacked: [UInt8] {
        let path = "/tmp/apus-protobuf-tests-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(path) }
        guard let file = fopen(path, "w") else { return [] }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        guard let input = gzopen(path, "rb") else { return [] }
        defer { gzclose(input) }
        var output = [UInt8](repeating: 0, count: 8 << 20)
        let count = gzread(input, &output, UInt32(output.count))
        return count > 0 ? Array(output.prefix(Int(count))) : []
    }
}
