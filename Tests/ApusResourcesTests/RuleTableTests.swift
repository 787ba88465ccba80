import ApusAPI
import ApusJSON
import ApusResources
import Testing

@testable import apus_generate

/// The tables of validation rules below `Rules/`, a file a kind; `RuleRow` says how a row is written.
@Suite struct RuleTableTests {
    private static let directory = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Rules"

    struct Table: Sendable, CustomTestStringConvertible {
        var folder: String
        var kind: String
        var testDescription: String { "\(folder)/\(kind)" }

        func read() throws -> (RuleFile, Resource) {
            let path = "\(RuleTableTests.directory)/\(folder)/\(kind).yaml"
            let file = try RuleFile(folder: folder, kind: kind, text: TextFile.read(path).string)
            let base = try #require(file.bases.members.first, "\(path) has no base").value
            let kind = GroupVersionKind(apiVersion: base["apiVersion"].string ?? "", kind: base["kind"].string ?? "")
            #expect(kind.group == file.group && kind.kind == file.kind, "the base of \(path) is another kind")
            return (file, try Kinds.resource(kind.group, kind.version, kind.kind))
        }
    }

    static let tables: [Table] = {
        let folders = (try? TextFile.names(in: directory)) ?? []
        return folders.flatMap { folder in
            ((try? TextFile.names(in: "\(directory)/\(folder)")) ?? []).filter { $0.hasSuffix(".yaml") }
                .map { Table(folder: folder, kind: String($0.dropLast(5))) }
        }
    }()

    @Test func thereAreTables() { #expect(!Self.tables.isEmpty) }

    @Test(arguments: tables)
    func everyRuleHoldsInUpstreamsWords(table: Table) throws {
        let (file, resource) = try table.read()
        for (index, row) in file.rows.enumerated() {
            let mismatches = try RuleRow(row, bases: file.bases).mismatches(resource)
            #expect(
                mismatches.isEmpty,
                "\(file.name).yaml, row \(index + 1) \(GoText.json(row))\n\(mismatches.joined(separator: "\n"))")
        }
    }

    @Test(arguments: tables)
    func basesAreValidAndDefaultsSettle(table: Table) throws {
        let (file, resource) = try table.read()
        for base in file.bases.members {
            #expect(RuleRow.create(base.value, resource).problems == [], "\(file.name).yaml, \(base.key)")
            // What is stored is defaulted again when it is read; from then on nothing may change.
            var defaulted = try RuleRow.prepared(base.value, resource)
            resource.applyDefaults(&defaulted)
            var again = defaulted
            resource.applyDefaults(&again)
            #expect(again == defaulted, "\(file.name).yaml, \(base.key): defaulting twice changes something")
        }
    }
}
