import ApusJSON

/// Writes the table of the fields that have a list of values; `BuiltInDefinitions.enumerations()` reads it.
struct EnumerationTableFile {
    private let facts: APIFacts

    init(_ facts: APIFacts) { self.facts = facts }

    var text: String {
        var lines: [String] = []
        for type in facts.types.members {
            for field in facts.fields[type.key].object?.members.sorted(by: { $0.key < $1.key }) ?? [] {
                let values = field.value["enum"].elements.compactMap(\.string)
                if !values.isEmpty { lines.append("\(type.key).\(field.key)|" + values.joined(separator: "|")) }
            }
        }
        return """
            // Written by apus-generate from docs/api-data; `make generate` writes it again.
            // swift-format-ignore-file

            /// The values of fields that have a list of them, for the documents that describe the API.
            enum EnumerationTable {
                static let text: StaticString = \"""
            \(lines.map { "    " + $0 }.joined(separator: "\n"))
                \"""
            }

            """
    }
}
