import ApusAPI
import ApusJSON

/// The paths of a document. Clients look here for what an operation is about (its kind) and which query parameters it
/// takes: kubectl asks whether a kind can be validated and dry-run by the server.
struct OpenAPIPaths {
    private let form: OpenAPIForm
    private let definitions: [Definition]
    private let roots: [OpenAPIRoot]

    init(_ form: OpenAPIForm, _ definitions: [Definition], _ roots: [OpenAPIRoot]) {
        self.form = form
        self.definitions = definitions
        self.roots = roots
    }

    func value(_ schemas: inout OpenAPISchemas) -> JSONObject {
        var paths: [String: JSONValue] = [:]
        for root in roots { paths[root.path] = root.value(form, &schemas) }
        for definition in definitions { add(definition, to: &paths, &schemas) }
        return JSONObject(paths.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) })
    }

    private func add(_ definition: Definition, to paths: inout [String: JSONValue], _ schemas: inout OpenAPISchemas) {
        let root = definition.group.isEmpty ? "/api/\(definition.version)" : "/apis/\(definition.apiVersion)"
        let scope = definition.isNamespaced ? "\(root)/namespaces/{namespace}" : root
        let kind = schemas.reference(to: definition)
        let verbs = Set(definition.verbs)
        let list = verbs.contains("list") ? schemas.reference(toListOf: definition) : .null
        let deleteOptions =
            verbs.isDisjoint(with: ["delete", "deletecollection"])
            ? .null : schemas.reference("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")
        func operation(_ verb: OpenAPIOperation.Verb, answer: JSONValue, allNamespaces: Bool = false) -> JSONValue {
            OpenAPIOperation(
                verb: verb, definition: definition, kind: definition.gvk, answer: answer,
                body: verb == .delete || verb == .deleteCollection ? deleteOptions : kind, allNamespaces: allNamespaces
            ).value(form)
        }
        func path(_ path: String, _ operations: [(String, JSONValue)], parameters: [String]) {
            guard !operations.isEmpty else { return }
            var item = JSONObject(operations.map { .init(key: $0.0, value: $0.1) })
            item["parameters"] = .array(
                parameters.map { OpenAPIOperation.pathParameter($0, form) }
                    + [OpenAPIOperation.queryParameter("pretty", form)])
            paths[path] = .object(item)
        }
        let scopeParameters = definition.isNamespaced ? ["namespace"] : []

        var collection: [(String, JSONValue)] = []
        if verbs.contains("list") { collection.append(("get", operation(.list, answer: list))) }
        if verbs.contains("create") { collection.append(("post", operation(.create, answer: kind))) }
        if verbs.contains("deletecollection") {
            collection.append(("delete", operation(.deleteCollection, answer: status(&schemas))))
        }
        path("\(scope)/\(definition.resource)", collection, parameters: scopeParameters)
        if definition.isNamespaced, verbs.contains("list") {
            path(
                "\(root)/\(definition.resource)", [("get", operation(.list, answer: list, allNamespaces: true))],
                parameters: [])
        }

        var item: [(String, JSONValue)] = []
        if verbs.contains("get") { item.append(("get", operation(.get, answer: kind))) }
        if verbs.contains("update") { item.append(("put", operation(.update, answer: kind))) }
        if verbs.contains("patch") { item.append(("patch", operation(.patch, answer: kind))) }
        if verbs.contains("delete") { item.append(("delete", operation(.delete, answer: status(&schemas)))) }
        path("\(scope)/\(definition.resource)/{name}", item, parameters: ["name"] + scopeParameters)

        for subresource in definition.subresources {
            path(
                "\(scope)/\(definition.resource)/{name}/\(subresource.name)",
                operations(subresource, of: definition, &schemas), parameters: ["name"] + scopeParameters)
        }
    }

    private func operations(
        _ subresource: Definition.Subresource, of definition: Definition, _ schemas: inout OpenAPISchemas
    ) -> [(String, JSONValue)] {
        let answer: JSONValue =
            schemas.name(of: subresource.kind).map { schemas.reference($0) }
            ?? (subresource.kind == definition.gvk ? schemas.reference(to: definition) : ["type": "string"])
        return subresource.verbs.compactMap { name in
            let (method, verb): (String, OpenAPIOperation.Verb)
            switch name {
            case "get": (method, verb) = ("get", subresource.kind.kind.hasSuffix("Options") ? .connect : .get)
            case "create": (method, verb) = ("post", .create)
            case "update": (method, verb) = ("put", .update)
            case "patch": (method, verb) = ("patch", .patch)
            case "post", "put", "delete", "head", "options": (method, verb) = (name, .connect)
            default: return nil
            }
            let operation = OpenAPIOperation(
                verb: verb, definition: definition, subresource: subresource.name, kind: subresource.kind,
                answer: answer, body: answer)
            return (method, operation.value(form, method: method))
        }
    }

    private func status(_ schemas: inout OpenAPISchemas) -> JSONValue {
        schemas.reference("io.k8s.apimachinery.pkg.apis.meta.v1.Status")
    }
}
