import ArgumentParser

/// `make generate`: writes the tables and views of the built-in kinds from the facts in `docs/api-data`.
@main
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus-generate",
        abstract: "Write the definitions of the built-in kinds, their typed views and the bootstrap roles.",
        discussion: "The same input gives the same files; they are committed, and a test compares.")

    @Option(help: "The directory with the facts about the API.")
    var api = "docs/api-data"

    @Option(help: "The directory that gets the files.")
    var output = "Sources/ApusResources/Generated"

    func run() throws {
        for (name, text) in Generate.files(try APIFacts(directory: api)).sorted(by: { $0.key < $1.key }) {
            if try TextFile.write(text, to: "\(output)/\(name)") { print("wrote \(output)/\(name)") }
        }
    }

    /// The texts of all files, by path below the output directory.
    static func files(_ facts: APIFacts) -> [String: String] {
        var files = ViewFiles(facts).files
        files["TypeTable.swift"] = TypeTableFile(facts).text
        files["ResourceTable.swift"] = ResourceTableFile(facts).text
        files["EnumerationTable.swift"] = EnumerationTableFile(facts).text
        files["BootstrapTable.swift"] = BootstrapTableFile(facts).text
        return files
    }
}
