import ApusJSON
import Testing

@testable import apus_generate

@Suite struct GeneratedFileTests {
    /// The package's directory.
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    @Test func theCommittedFilesAreWhatTheFactsGive() throws {
        let files = try Generate.files(APIFacts(directory: "\(Self.root)/docs/api-data"))
        #expect(files.count > 20)
        for (name, text) in files {
            let committed = try TextFile.read("\(Self.root)/Sources/ApusResources/Generated/\(name)")
            #expect(committed == Bytes(text), "\(name) is not what `make generate` writes")
        }
    }

    @Test func thePageOfRulesIsWhatTheTablesGive() throws {
        let files = try RuleFile.all(in: "\(Self.root)/Tests/ApusResourcesTests/Rules")
        let committed = try TextFile.read("\(Self.root)/docs/compatibility/validation.md")
        #expect(committed == Bytes(ValidationPage(files).text), "run `make generate`")
    }

    @Test(arguments: [
        ("x-kubernetes-list-type", "xKubernetesListType"), ("$ref", "ref"), ("default", "`default`"),
        ("clusterIP", "clusterIP"),
    ])
    func fieldsBecomeIdentifiers(name: String, identifier: String) {
        #expect(ViewFiles.identifier(name) == identifier)
    }
}
