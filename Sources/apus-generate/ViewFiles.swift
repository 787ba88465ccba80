import ApusJSON

/// Writes the typed views: for each package an enumeration with a `~Escapable` structure for each of its types.
struct ViewFiles {
    private let facts: APIFacts

    init(_ facts: APIFacts) { self.facts = facts }

    /// The files by name.
    var files: [String: String] {
        var files: [String: String] = [:]
        for (package, types) in facts.packages {
            let views = types.filter { isView($0) && !isList($0) }.map(view)
            guard !views.isEmpty else { continue }
            files["Views/\(package.swiftName).swift"] = """
                // Written by apus-generate from docs/api-data; `make generate` writes it again.
                // swift-format-ignore-file
                public import ApusJSON

                /// Views of the types of `\(package.id)`.
                public enum \(package.swiftName) {}

                extension \(package.swiftName) {
                \(views.joined(separator: "\n\n"))
                }

                """
        }
        return files
    }

    private func view(_ type: TypeName) -> String {
        let fields = facts.types[type.full]?["fields"].object?.members.sorted { $0.key < $1.key } ?? []
        let properties = fields.map { property($0.key, $0.value, in: type) }
        return """
                /// Reads a `\(type.name)`.
                public struct \(type.name): ~Escapable, View {
                    public let cursor: Cursor
                    @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
            \(properties.joined(separator: "\n"))
                }
            """
    }

    private func property(_ name: String, _ field: JSONValue, in type: TypeName) -> String {
        let (result, reading) = reading(name, field, in: type)
        let head = "        public var \(ViewFiles.identifier(name)): \(result)"
        return result.hasSuffix("?") ? "\(head) { \(reading) }" : "\(head) { @_lifetime(copy self) get { \(reading) } }"
    }

    private func reading(_ name: String, _ field: JSONValue, in type: TypeName) -> (type: String, expression: String) {
        let member = "cursor[\(ViewFiles.key(name))]"
        if let view = viewName(field, in: type) { return (view, "\(view)(\(member))") }
        if let reference = field["ref"].string, ["Time", "MicroTime", "Quantity"].contains(TypeName(reference).name) {
            return ("String?", "\(member).string")
        }
        switch field["type"] {
        case "string": return ("String?", "\(member).string")
        case "boolean": return ("Bool?", "\(member).bool")
        case "integer": return ("Int64?", "\(member).int")
        case "number": return ("Double?", "\(member).double")
        case "array":
            guard let element = viewName(field["items"], in: type) else { return ("Cursor", member) }
            return ("ViewList<\(element)>", "ViewList(\(member))")
        default: return ("Cursor", member)
        }
    }

    /// The view of the type that `field` refers to; nil where it has none.
    private func viewName(_ field: JSONValue, in type: TypeName) -> String? {
        guard let reference = field["ref"].string else { return nil }
        let target = TypeName(reference)
        guard isView(target) else { return nil }
        return target.package == type.package ? target.name : "\(target.package.swiftName).\(target.name)"
    }

    private func isView(_ type: TypeName) -> Bool {
        guard let facts = facts.types[type.full] else { return false }
        return TypeTableFile.value(type, facts) == nil
    }

    /// Lists are read element by element, never as a whole.
    private func isList(_ type: TypeName) -> Bool {
        guard let facts = facts.types[type.full] else { return false }
        return !facts["gvk"].isNull && !facts["fields"]["items"].isNull
    }

    /// `JSONKey("name", prefix: 0x…)`.
    private static func key(_ name: String) -> String {
        var prefix: UInt64 = 0
        for (index, byte) in name.utf8.prefix(8).enumerated() { prefix |= UInt64(byte) << UInt64(8 * index) }
        return "JSONKey(\"\(name)\", prefix: 0x\(String(prefix, radix: 16)))"
    }

    private static let keywords: Set<String> = [
        "as", "case", "continue", "default", "for", "import", "in", "internal", "operator", "private", "protocol",
        "public", "static", "self", "init", "enum", "repeat", "return", "where", "while",
    ]

    /// `x-kubernetes-list-type` is `xKubernetesListType`, `$ref` is `ref`.
    static func identifier(_ name: String) -> String {
        let words = name.split { !$0.isLetter && !$0.isNumber }
        let joined = String(words.first ?? "") + words.dropFirst().map(\.capitalizedFirst).joined()
        return keywords.contains(joined) ? "`\(joined)`" : joined
    }
}
