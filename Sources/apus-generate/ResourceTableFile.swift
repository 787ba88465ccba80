import ApusJSON

/// Writes the table of resources; `ApusResources/BuiltIn/ResourceTableReader.swift` reads it.
struct ResourceTableFile {
    private static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    private let facts: APIFacts

    init(_ facts: APIFacts) { self.facts = facts }

    var text: String {
        let lines = facts.resources.flatMap(lines)
        return """
            // Written by apus-generate from docs/api-data; `make generate` writes it again.
            // swift-format-ignore-file

            /// The built-in resources, each with its subresources, columns and selectable fields.
            enum ResourceTable {
                static let text: StaticString = \"""
            \(lines.map { "    " + $0 }.joined(separator: "\n"))
                \"""
            }

            """
    }

    private func lines(_ resource: JSONValue) -> [String] {
        let group = resource["group"].string ?? ""
        let version = resource["version"].string ?? ""
        let plural = resource["resource"].string ?? ""
        let kind = resource["kind"].string ?? ""
        let key = "\(group)/\(version) \(plural)"
        let verbs = resource["verbs"].elements.compactMap(\.string)
        let isStored = verbs.contains("list")
        let type = facts.type(group: group, version: version, kind: kind)?.full ?? ""
        let head = [
            "resource", group, version, plural, kind, resource["singular"].string ?? "",
            resource["namespaced"] == true ? "namespaced" : "cluster",
            verbs == ResourceTableFile.allVerbs ? "*" : verbs.joined(separator: ","), list(resource["shortNames"]),
            list(resource["categories"]), facts.storage["prefixes"][key].string ?? (isStored ? plural : ""), type,
        ]
        var lines = [head.joined(separator: "|")]
        if let storage = facts.storage["versions"][key].array {
            lines.append("storage|" + storage.compactMap(\.string).joined(separator: "|"))
        }
        for (name, sub) in (resource["subresources"].object?.members ?? []).sorted(by: { $0.key < $1.key }).map({
            ($0.key, $0.value)
        }) {
            lines.append(
                "sub|\(name)|\(list(sub["verbs"]))|" + sub["kind"].elements.compactMap(\.string).joined(separator: "|"))
        }
        for column in facts.columns[key].elements {
            let parts = column.elements
            lines.append(
                "column|" + parts.prefix(3).compactMap(\.string).joined(separator: "|") + "|\(parts.last?.int ?? 0)")
        }
        for field in facts.storage["selectable"][key].elements {
            lines.append("select|" + field.elements.compactMap(\.string).joined(separator: "|"))
        }
        return lines
    }

    private func list(_ value: JSONValue) -> String { value.elements.compactMap(\.string).joined(separator: ",") }
}
