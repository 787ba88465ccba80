import ApusJSON

/// Writes the table of what `kubectl explain` says; `BuiltInDefinitions.descriptions()` reads it.
struct DescriptionTableFile {
    private let facts: APIFacts

    init(_ facts: APIFacts) { self.facts = facts }

    /// The lines of the facts without comments and empty ones: `package …`, `Type sentence`, ` field sentence`.
    ///
    /// - Throws: Where a line describes a type or a field that there is not.
    func text() throws -> String {
        var lines: [String] = []
        var package = "", type = ""
        for line in facts.descriptions.split(separator: "\n") where !line.hasPrefix("#") {
            let name = String(line.drop { $0 == " " }.prefix { $0 != " " })
            if line.hasPrefix("package ") {
                package = String(line.dropFirst("package ".count))
                lines.append(String(line))
            } else if line.hasPrefix(" ") {
                let isKnown = package == "*" || facts.types[type]?["fields"][name].object != nil
                guard isKnown else { throw TextFile.Failure(description: "there is no field \(type).\(name)") }
                lines.append(" " + line.drop { $0 == " " })
            } else {
                type = "\(package).\(name)"
                guard package == "*" || facts.types[type] != nil else {
                    throw TextFile.Failure(description: "there is no type \(type)")
                }
                lines.append(String(line))
            }
        }
        return """
            // Written by apus-generate from docs/api-data; `make generate` writes it again.
            // swift-format-ignore-file

            /// What types and fields are for, for the documents that describe the API.
            enum DescriptionTable {
                static let text: StaticString = \"""
            \(lines.map { "    " + $0 }.joined(separator: "\n"))
                \"""
            }

            """
    }
}
