import ApusAPI
import ApusJSON

/// A path that names no resource but is described all the same: discovery, the version, what token issuers publish.
struct OpenAPIRoot: Sendable {
    /// Under which `/openapi/v3` lists it: `apis/apps`, `version`.
    let key: String
    /// `/apis/apps/`.
    let path: String
    let tag: String
    let operation: String
    /// The name of the answer's schema; nil: text.
    let answer: String?

    private static let meta = "io.k8s.apimachinery.pkg.apis.meta.v1."
    private static let info = "io.k8s.apimachinery.pkg.version.Info"

    /// Those of a server that serves `groups`.
    static func all(_ groups: ServedGroups) -> [OpenAPIRoot] {
        var roots = [
            OpenAPIRoot(
                key: ".well-known/openid-configuration", path: "/.well-known/openid-configuration/", tag: "WellKnown",
                operation: "getServiceAccountIssuerOpenIDConfiguration", answer: nil),
            OpenAPIRoot(
                key: "api", path: "/api/", tag: "core", operation: "getCoreAPIVersions", answer: meta + "APIVersions"),
            OpenAPIRoot(
                key: "apis", path: "/apis/", tag: "apis", operation: "getAPIVersions", answer: meta + "APIGroupList"),
            OpenAPIRoot(
                key: "openid/v1/jwks", path: "/openid/v1/jwks/", tag: "openid",
                operation: "getServiceAccountIssuerOpenIDKeyset", answer: nil),
            OpenAPIRoot(
                key: "version", path: "/version/", tag: "version", operation: "getCodeVersion", answer: info),
        ]
        for group in groups.groups {
            let words = OpenAPIOperation.words(group.name).joined()
            roots.append(
                OpenAPIRoot(
                    key: "apis/\(group.name)", path: "/apis/\(group.name)/", tag: words.lowercasedFirst,
                    operation: "get\(words)APIGroup", answer: meta + "APIGroup"))
        }
        return roots.sorted { $0.key < $1.key }
    }

    /// The list of what a group and version has, which lies in its own document.
    static func resources(of groupVersion: String) -> OpenAPIRoot {
        let parts = groupVersion.split(separator: "/").map(String.init)
        let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", groupVersion)
        let words = OpenAPIOperation.words(group).joined()
        let key = group.isEmpty ? "api/\(version)" : "apis/\(groupVersion)"
        return OpenAPIRoot(
            key: key, path: "/\(key)/", tag: "\(words.lowercasedFirst)_\(version)",
            operation: "get\(words)\(version.capitalizedFirst)APIResources", answer: meta + "APIResourceList")
    }

    func value(_ form: OpenAPIForm, _ schemas: inout OpenAPISchemas) -> JSONValue {
        let types: JSONValue = answer == nil ? ["application/json"] : ["application/json", "application/yaml"]
        let schema: JSONValue = answer.map { reference($0, &schemas) } ?? ["type": "string"]
        var operation: JSONValue = ["tags": [.string(tag)], "operationId": .string(self.operation)]
        let refusal: JSONValue = ["description": "Unauthorized"]
        switch form {
        case .v2:
            operation["consumes"] = ["application/json"]
            operation["produces"] = types
            operation["schemes"] = ["https"]
            operation["responses"] = ["200": ["description": "OK", "schema": schema], "401": refusal]
        case .v3:
            let content = types.elements.compactMap(\.string).map {
                JSONObject.Member(key: $0, value: ["schema": schema])
            }
            operation["responses"] = [
                "200": ["description": "OK", "content": .object(JSONObject(content))], "401": refusal,
            ]
        }
        return ["get": operation]
    }

    private func reference(_ name: String, _ schemas: inout OpenAPISchemas) -> JSONValue {
        guard name == OpenAPIRoot.info else { return schemas.reference(name) }
        let required = [
            "buildDate", "compiler", "gitCommit", "gitTreeState", "gitVersion", "goVersion", "major", "minor",
        ]
        let optional = ["emulationMajor", "emulationMinor", "minCompatibilityMajor", "minCompatibilityMinor"]
        let fields = (required + optional + ["platform"]).sorted()
        return schemas.define(
            name,
            [
                "type": "object", "required": .array((required + ["platform"]).map { .string($0) }),
                "properties": .object(JSONObject(fields.map { .init(key: $0, value: ["type": "string"]) })),
            ])
    }
}
