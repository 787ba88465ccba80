import ApusAPI
import ApusJSON

/// What the author of a CustomResourceDefinition is warned of.
enum SchemaWarnings {
    static func all(_ definition: JSONValue) -> [String] {
        var formats: [String] = []
        var sets: Set<String> = []
        for version in definition["spec"]["versions"].elements {
            visit(version["schema"]["openAPIV3Schema"]) { schema in
                let format = schema["format"].text
                if !format.isEmpty, ValueFormat.known(format, type: schema["type"].text).isEmpty {
                    formats.append("unrecognized format \(GoText.quoted(format))")
                }
                let type = schema["items"]["type"].text
                if schema["x-kubernetes-list-type"].text == "set", type == "object" || type == "array" {
                    sets.insert(
                        "x-kubernetes-list-type: set for items of type \(GoText.quoted(type)) is not supported by "
                            + "server-side apply or CEL validation rules")
                }
            }
        }
        return formats + sets.sorted()
    }

    /// Calls `body` with the schema and all schemas in it.
    private static func visit(_ schema: JSONValue, _ body: (JSONValue) -> Void) {
        guard schema.object != nil else { return }
        body(schema)
        for key in ["items", "additionalProperties", "not"] { visit(schema[key], body) }
        for key in ["allOf", "anyOf", "oneOf"] { for nested in schema[key].elements { visit(nested, body) } }
        for property in schema.properties { visit(property.value, body) }
    }
}
