import ApusAPI
import ApusJSON

/// One method of one path.
struct OpenAPIOperation {
    enum Verb: String {
        case get = "read"
        case list
        case create
        case update = "replace"
        case patch
        case delete
        case deleteCollection
        case connect
    }

    var verb: Verb
    var definition: Definition
    var subresource = ""
    /// The kind that the operation is about.
    var kind: GroupVersionKind
    /// The schema of the answer, and of the body where there is one.
    var answer: JSONValue
    var body: JSONValue
    var allNamespaces = false

    func value(_ form: OpenAPIForm, method: String = "") -> JSONValue {
        var operation: JSONValue = ["tags": [.string(tag)], "operationId": .string(identifier(method))]
        let names = OpenAPIOperation.queryParameters(verb)
        var parameters = names.map { OpenAPIOperation.queryParameter($0, form) }
        if let body = requestBody {
            // A deletion may say how in its body or in its query.
            let isRequired = verb != .delete && verb != .deleteCollection
            switch form {
            case .v2:
                var parameter: JSONValue = ["in": "body", "name": "body", "schema": body]
                if isRequired { parameter["required"] = true }
                parameters.append(parameter)
            case .v3:
                operation["requestBody"] = ["content": content(mediaTypes, body)]
                if isRequired { operation["requestBody"]["required"] = true }
            }
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        switch form {
        case .v2:
            operation["consumes"] = .array(mediaTypes.map { .string($0) })
            operation["produces"] = ["application/json", "application/yaml"]
            operation["schemes"] = ["https"]
            operation["responses"] = responses { ["description": .string($0), "schema": answer] }
        case .v3:
            let content = content(["application/json", "application/yaml"], answer)
            operation["responses"] = responses { ["description": .string($0), "content": content] }
        }
        operation["x-kubernetes-action"] = .string(action)
        operation["x-kubernetes-group-version-kind"] = [
            "group": .string(kind.group), "kind": .string(kind.kind), "version": .string(kind.version),
        ]
        return operation
    }

    /// The codes that the operation is answered with, each with what `answer` makes of its name.
    private func responses(_ answer: (String) -> JSONValue) -> JSONValue {
        var codes = [("200", "OK")]
        if [.create, .update, .patch].contains(verb) { codes.append(("201", "Created")) }
        if [.create, .delete].contains(verb) { codes.append(("202", "Accepted")) }
        var responses = JSONObject(codes.map { .init(key: $0.0, value: answer($0.1)) })
        responses["401"] = ["description": "Unauthorized"]
        return .object(responses)
    }

    /// `apps_v1`, as upstream groups operations.
    private var tag: String {
        "\(OpenAPIOperation.words(definition.group).joined(separator: ""))_\(definition.version)"
            .lowercasedFirst
    }

    /// `replaceAppsV1NamespacedDeploymentScale`.
    private func identifier(_ method: String) -> String {
        var name = verb == .deleteCollection ? "delete" : verb.rawValue
        name += OpenAPIOperation.words(definition.group).joined() + definition.version.capitalizedFirst
        if verb == .deleteCollection { name += "Collection" }
        if verb == .connect { name += method.capitalizedFirst }
        if definition.isNamespaced, !allNamespaces { name += "Namespaced" }
        name += definition.kind + subresource.capitalizedFirst
        if allNamespaces { name += "ForAllNamespaces" }
        return name
    }

    /// `rbac.authorization.k8s.io` is `RbacAuthorization`.
    static func words(_ group: String) -> [String] {
        guard !group.isEmpty else { return ["Core"] }
        let short = group.hasSuffix(".k8s.io") ? String(group.dropLast(7)) : group
        return short.split { $0 == "." || $0 == "-" }.map { String($0).capitalizedFirst }
    }

    private var action: String {
        switch verb {
        case .get: "get"
        case .list: "list"
        case .create: "post"
        case .update: "put"
        case .patch: "patch"
        case .delete: "delete"
        case .deleteCollection: "deletecollection"
        case .connect: "connect"
        }
    }

    private var requestBody: JSONValue? {
        switch verb {
        case .create, .update, .delete, .deleteCollection: body.isNull ? nil : body
        case .patch: ["type": "object"]
        default: nil
        }
    }

    private var mediaTypes: [String] {
        guard verb == .patch else { return ["application/json", "application/yaml"] }
        let types = APIRequest.PatchType.allCases.map(\.rawValue)
        return definition.isBuiltIn ? types : types.filter { !$0.contains("strategic") }
    }

    private func content(_ types: [String], _ schema: JSONValue) -> JSONValue {
        .object(JSONObject(types.map { .init(key: $0, value: ["schema": schema]) }))
    }

    // MARK: - Parameters

    static func pathParameter(_ name: String, _ form: OpenAPIForm) -> JSONValue {
        parameter(name, "path", "string", form)
    }

    static func queryParameter(_ name: String, _ form: OpenAPIForm) -> JSONValue {
        let type =
            switch name {
            case "limit", "timeoutSeconds", "gracePeriodSeconds": "integer"
            case "watch", "allowWatchBookmarks", "sendInitialEvents", "force", "orphanDependents",
                "ignoreStoreReadErrorWithClusterBreakingPotential":
                "boolean"
            default: "string"
            }
        return parameter(name, "query", type, form)
    }

    private static func parameter(_ name: String, _ place: String, _ type: String, _ form: OpenAPIForm) -> JSONValue {
        var value: JSONValue = ["name": .string(name), "in": .string(place)]
        if place == "path" { value["required"] = true }
        switch form {
        case .v2:
            value["type"] = .string(type)
            value["uniqueItems"] = true
        case .v3: value["schema"] = ["type": .string(type), "uniqueItems": true]
        }
        return value
    }

    private static func queryParameters(_ verb: Verb) -> [String] {
        let writes = ["dryRun", "fieldManager", "fieldValidation"]
        let lists = [
            "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion",
            "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch",
        ]
        let deletes = [
            "dryRun", "gracePeriodSeconds", "ignoreStoreReadErrorWithClusterBreakingPotential", "orphanDependents",
            "propagationPolicy",
        ]
        return switch verb {
        case .list: lists
        case .create, .update: writes
        case .patch: writes + ["force"]
        case .delete: deletes
        case .deleteCollection: deletes + lists.filter { $0 != "watch" && $0 != "allowWatchBookmarks" }
        case .get, .connect: []
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
