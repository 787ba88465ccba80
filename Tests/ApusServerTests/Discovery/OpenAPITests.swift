import ApusAPI
import ApusJSON
import ApusResources
import Testing

@testable import ApusServer

@Suite struct OpenAPITests {
    private static let documents = APIDocuments(
        BuiltInDefinitions.all, serverAddress: "10.0.0.1:6443", serverVersion: "v1.36.0")

    private func get(_ path: String, accept: String? = nil) throws -> JSONValue {
        let document = try #require(Self.documents.document(path: path, accept: accept, ifNoneMatch: nil))
        return try JSONValue(parsing: document.bytes)
    }

    @Test func everyReferenceOfTheSwaggerDocumentResolves() throws {
        let document = try get("/openapi/v2")
        #expect(document["swagger"] == "2.0")
        let definitions = try #require(document["definitions"].object)
        #expect(definitions.count > 500)
        for reference in references(document) {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            #expect(definitions[name] != nil, "\(reference)")
        }
    }

    @Test func aSchemaSaysHowItsListsAreMerged() throws {
        let definitions = try get("/openapi/v2")["definitions"]
        let pod = definitions["io.k8s.api.core.v1.Pod"]
        #expect(pod["x-kubernetes-group-version-kind"] == [["group": "", "kind": "Pod", "version": "v1"]])
        #expect(pod["properties"]["spec"]["$ref"] == "#/definitions/io.k8s.api.core.v1.PodSpec")
        let spec = definitions["io.k8s.api.core.v1.PodSpec"]
        #expect(spec["required"] == ["containers"])
        let containers = spec["properties"]["containers"]
        #expect(containers["type"] == "array")
        #expect(containers["items"]["$ref"] == "#/definitions/io.k8s.api.core.v1.Container")
        #expect(containers["x-kubernetes-patch-merge-key"] == "name")
        #expect(containers["x-kubernetes-patch-strategy"] == "merge")
        #expect(containers["x-kubernetes-list-type"] == "map")
        #expect(containers["x-kubernetes-list-map-keys"] == ["name"])
        #expect(spec["properties"]["volumes"]["x-kubernetes-patch-strategy"] == "merge,retainKeys")
        #expect(spec["properties"]["restartPolicy"]["enum"] == ["Always", "Never", "OnFailure"])
        #expect(spec["properties"]["nodeSelector"]["additionalProperties"] == ["type": "string"])
        #expect(
            definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]
                == ["type": "string", "format": "int-or-string"])
    }

    @Test func typesAndFieldsSayWhatTheyAreFor() throws {
        let name = "io.k8s.api.core.v1.Pod"
        let old = try get("/openapi/v2")["definitions"][name]
        let new = OpenAPIDocument(.v3, BuiltInDefinitions.all.filter { $0.kind == "Pod" }, version: "v1.36.0")
            .value["components"]["schemas"][name]
        for (pod, spec) in [(old, old["properties"]["spec"]), (new, new["properties"]["spec"]["allOf"][0])] {
            #expect(pod["description"].string?.isEmpty == false)
            #expect(pod["properties"]["apiVersion"]["description"].string?.isEmpty == false)
            #expect(pod["properties"]["spec"]["description"].string?.isEmpty == false)
            #expect(spec["$ref"].string?.hasSuffix("/io.k8s.api.core.v1.PodSpec") == true)
        }
        // In OpenAPI 3, nothing but the reference may be where the reference is.
        #expect(new["properties"]["spec"]["$ref"].isNull)
    }

    @Test func patchesListTheParametersThatKubectlLooksFor() throws {
        let path = try get("/openapi/v2")["paths"]["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]
        let patch = path["patch"]
        #expect(patch["operationId"] == "patchAppsV1NamespacedDeployment")
        #expect(patch["x-kubernetes-group-version-kind"] == ["group": "apps", "kind": "Deployment", "version": "v1"])
        let names = patch["parameters"].elements.compactMap { $0["name"].string }
        #expect(names == ["dryRun", "fieldManager", "fieldValidation", "force", "body"])
        #expect(path["parameters"].elements.compactMap { $0["name"].string } == ["name", "namespace", "pretty"])
        let scale = try get("/openapi/v2")["paths"]["/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale"]
        #expect(scale["put"]["operationId"] == "replaceAppsV1NamespacedDeploymentScale")
        #expect(scale["put"]["responses"]["200"]["schema"]["$ref"] == "#/definitions/io.k8s.api.autoscaling.v1.Scale")
    }

    @Test func eachGroupVersionHasADocumentUnderItsHash() throws {
        let paths = try get("/openapi/v3")["paths"]
        let url = try #require(paths["apis/apps/v1"]["serverRelativeURL"].string)
        #expect(url.hasPrefix("/openapi/v3/apis/apps/v1?hash="))
        #expect(paths["api/v1"]["serverRelativeURL"].string != nil)
        let hash = String(url.split(separator: "=")[1])
        let document = try #require(
            Self.documents.document(path: "/openapi/v3/apis/apps/v1", accept: nil, ifNoneMatch: nil, hash: hash))
        #expect(document.headers.contains { $0 == ("Cache-Control", "public, immutable") })
        let value = try JSONValue(parsing: document.bytes)
        #expect(value["openapi"] == "3.0.0")
        let schemas = try #require(value["components"]["schemas"].object)
        for reference in references(value) {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            #expect(schemas[name] != nil, "\(reference)")
        }
        #expect(schemas["io.k8s.api.batch.v1.Job"] == nil)
        let patch = value["paths"]["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]["patch"]
        #expect(patch["parameters"].elements.contains { $0["name"] == "fieldValidation" })
        #expect(patch["requestBody"]["content"]["application/strategic-merge-patch+json"] != .null)
    }

    @Test(
        arguments: [
            ("version", "/version/", "getCodeVersion"), ("api", "/api/", "getCoreAPIVersions"),
            ("apis/apps", "/apis/apps/", "getAppsAPIGroup"), ("apis", "/apis/", "getAPIVersions"),
            ("apis/apps/v1", "/apis/apps/v1/", "getAppsV1APIResources"),
            ("openid/v1/jwks", "/openid/v1/jwks/", "getServiceAccountIssuerOpenIDKeyset"),
            (
                ".well-known/openid-configuration", "/.well-known/openid-configuration/",
                "getServiceAccountIssuerOpenIDConfiguration"
            ),
        ])
    func whatNamesNoResourceIsDescribedToo(key: String, path: String, operation: String) throws {
        let url = try #require(try get("/openapi/v3")["paths"][key]["serverRelativeURL"].string)
        let document = try get(String(url.prefix { $0 != "?" }))
        #expect(document["paths"][path]["get"]["operationId"] == .string(operation))
        let swagger = try get("/openapi/v2")["paths"][path]["get"]
        #expect(swagger["operationId"] == .string(operation))
        #expect(swagger["responses"]["401"]["description"] == "Unauthorized")
    }

    @Test func deletionsMayHaveABody() throws {
        let path = try get("/openapi/v2")["paths"]["/api/v1/namespaces/{namespace}/pods/{name}"]
        let body = try #require(path["delete"]["parameters"].elements.first { $0["in"] == "body" })
        #expect(body["schema"]["$ref"] == "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")
        #expect(body["required"].isNull)
        #expect(path["delete"]["responses"]["202"]["description"] == "Accepted")
    }

    @Test func theProtobufFormSaysTheSame() throws {
        let document = try #require(
            Self.documents.document(
                path: "/openapi/v2", accept: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
                ifNoneMatch: nil))
        #expect(document.contentType == OpenAPIProtobuf.mediaTypes[0])
        let fields = WireFields(document.bytes)
        #expect(fields.text(1) == "2.0")
        let definitions = WireFields(fields.message(9)).messages(1).map { WireFields($0) }
        let pod = try #require(definitions.first { $0.text(1) == "io.k8s.api.core.v1.PodSpec" })
        let schema = WireFields(pod.message(2))
        #expect(schema.text(19) == "containers")
        let properties = WireFields(schema.message(25)).messages(1).map { WireFields($0) }
        let containers = try #require(properties.first { $0.text(1) == "containers" })
        let extensions = WireFields(containers.message(2)).messages(31).map { WireFields($0) }
        let mergeKey = try #require(extensions.first { $0.text(1) == "x-kubernetes-patch-merge-key" })
        #expect(WireFields(mergeKey.message(2)).text(2) == "\"name\"\n")
    }

    @Test func aCustomResourceIsDescribedByItsOwnSchema() throws {
        var builder = SchemaBuilder(.structural)
        let text = builder.value(.string)
        let spec = builder.object(fields: [.init("cronSpec", text, required: true)])
        let root = builder.object(fields: [.init("spec", spec), .init("apiVersion", text), .init("kind", text)])
        let definition = Definition(
            group: "stable.example.com", version: "v1", kind: "CronTab", resource: "crontabs", singular: "crontab",
            isNamespaced: true, verbs: ["get", "list", "create", "patch"], storagePrefix: "stable.example.com/crontabs",
            schema: Schema(table: builder.build(), index: root),
            custom: CustomFacts(schema: [
                "type": "object",
                "properties": [
                    "spec": [
                        "type": "object", "required": ["cronSpec"], "properties": ["cronSpec": ["type": "string"]],
                    ]
                ],
            ]))
        let value = OpenAPIDocument(.v3, [definition], version: "v1.36.0").value
        let schema = value["components"]["schemas"]["com.example.stable.v1.CronTab"]
        #expect(schema["properties"]["spec"]["required"] == ["cronSpec"])
        #expect(
            schema["properties"]["metadata"]["$ref"]
                == "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
        #expect(schema["x-kubernetes-group-version-kind"][0]["kind"] == "CronTab")
        #expect(value["components"]["schemas"]["com.example.stable.v1.CronTabList"]["required"] == ["items"])
        let path = value["paths"]["/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}"]
        #expect(path["patch"]["requestBody"]["content"]["application/strategic-merge-patch+json"] == .null)
    }

    private func references(_ value: JSONValue) -> Set<String> {
        switch value {
        case .array(let elements): return elements.reduce(into: []) { $0.formUnion(references($1)) }
        case .object(let object):
            var found: Set<String> = object["$ref"]?.string.map { [$0] } ?? []
            for member in object.members { found.formUnion(references(member.value)) }
            return found
        default: return []
        }
    }
}
