import ApusAPI
import ApusJSON
import ApusResources

/// Which OpenAPI a document is written in: they place schemas, parameters and bodies differently.
enum OpenAPIForm {
    /// OpenAPI 2.0 (Swagger): one document of everything.
    case v2
    /// OpenAPI 3.0: one document for each group and version.
    case v3

    func reference(_ name: String) -> JSONValue {
        switch self {
        case .v2: ["$ref": .string("#/definitions/\(name)")]
        case .v3: ["$ref": .string("#/components/schemas/\(name)")]
        }
    }
}

/// An OpenAPI document of some definitions: their paths, and the schemas that these refer to, directly or not.
struct OpenAPIDocument {
    private let form: OpenAPIForm
    private let definitions: [Definition]
    private let roots: [OpenAPIRoot]
    private let version: String

    /// - Parameter roots: The paths beside those of `definitions`.
    init(_ form: OpenAPIForm, _ definitions: [Definition], roots: [OpenAPIRoot] = [], version: String) {
        self.form = form
        self.definitions = definitions
        self.roots = roots
        self.version = version
    }

    var value: JSONValue {
        var schemas = OpenAPISchemas(form, definitions)
        let paths = OpenAPIPaths(form, definitions, roots).value(&schemas)
        let info: JSONValue = ["title": "Kubernetes", "version": .string(version)]
        switch form {
        case .v2:
            return [
                "swagger": "2.0", "info": info, "paths": .object(paths), "definitions": .object(schemas.all()),
                "securityDefinitions": [
                    "BearerToken": ["type": "apiKey", "name": "authorization", "in": "header"]
                ], "security": [["BearerToken": []]],
            ]
        case .v3:
            return [
                "openapi": "3.0.0", "info": info, "paths": .object(paths),
                "components": [
                    "schemas": .object(schemas.all()),
                    "securitySchemes": ["BearerToken": ["type": "apiKey", "name": "authorization", "in": "header"]],
                ],
            ]
        }
    }
}
