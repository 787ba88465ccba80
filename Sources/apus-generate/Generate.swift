import ArgumentParser

/// `make generate`: writes the tables and views of the built-in kinds from the facts in `docs/api-data`.
@main
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus-generate",
        abstract:
            "Write the definitions of the built-in kinds, their typed views, the bootstrap roles, and the page of rules.",
        discussion: "The same input gives the same files; they are committed, and a test compares.")

    @Option(help: "The directory with the facts about the API.")
    var api = "docs/api-data"

    @Option(help: "The directory that gets the files.")
    var output = "Sources/ApusResources/Generated"

    @Option(help: "The directory with the tables of validation rules.")
    var rules = "Tests/ApusResourcesTests/Rules"

    @Option(help: "The page that counts the validation rules.")
    var page = "docs/compatibility/validation.md"

    func run() throws {
        if try TextFile.write(ValidationPage(RuleFile.all(in: rules)).text, to: page) { print("wrote \(page)") }
        for (name, text) in try Generate.files(APIFacts(directory: api)).sorted(by: { $0.key < $1.key }) {
            if try TextFile.write(text, to: "\(output)/\(name)") { print("wrote \(output)/\(name)") }
        }
    }

    /// The texts of all files, by path below the output directory.
    static func files(_ facts: APIFacts) throws -> [String: String] {
        var files = ViewFiles(facts).files
        files["TypeTable.swift"] = TypeTableFile(facts).text
        files["ResourceTable.swift"] = ResourceTableFile(facts).text
        files["EnumerationTable.swift"] = EnumerationTableFile(facts).text
        files["BootstrapTable.swift"] = BootstrapTableFile(facts).text
        files["DescriptionTable.swift"] = try DescriptionTableFile(facts).text()
        return files
    }
}
