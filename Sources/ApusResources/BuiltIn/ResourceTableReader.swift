import ApusAPI

/// Makes the definitions of the built-in resources of the generated table.
struct ResourceTableReader {
    private static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    private let types: SchemaTable
    private var head: [String] = []
    private var storage: GroupVersionKind?
    private var subresources: [Definition.Subresource] = []
    private var columns: [Definition.Column] = []
    private var selectable: [Definition.SelectableField] = []
    private var definitions: [Definition] = []

    static func read(_ types: SchemaTable) -> [Definition] {
        var reader = ResourceTableReader(types: types)
        for words in TableLines(ResourceTable.text, separator: "|") { reader.read(words) }
        reader.finish()
        return reader.definitions
    }

    private init(types: SchemaTable) { self.types = types }

    private mutating func read(_ words: [String]) {
        switch words[0] {
        case "resource":
            finish()
            head = words
        case "storage": storage = GroupVersionKind(words[1], words[2], words[3])
        case "sub":
            let kind = GroupVersionKind(words[3], words[4], words[5])
            subresources.append(.init(name: words[1], verbs: ResourceTableReader.list(words[2]), kind: kind))
        case "column": columns.append(.init(words[1], words[2], words[3], Int(words[4]) ?? 0))
        case "select":
            func word(_ index: Int) -> String? { words.count > index && !words[index].isEmpty ? words[index] : nil }
            selectable.append(
                .init(words[1], valueAt: word(3), absentValue: word(2) ?? "", storedAs: word(4)))
        default: preconditionFailure("resource table: \(words)")
        }
    }

    /// Makes the definition of the lines since the last `resource`.
    private mutating func finish() {
        guard head.count == 12 else { return }
        guard let schema = types.schema(named: head[11]) else { preconditionFailure("type of \(head[4])") }
        definitions.append(
            Definition(
                group: head[1], version: head[2], kind: head[4], resource: head[3], singular: head[5],
                shortNames: ResourceTableReader.list(head[8]), categories: ResourceTableReader.list(head[9]),
                isNamespaced: head[6] == "namespaced",
                verbs: head[7] == "*" ? ResourceTableReader.allVerbs : ResourceTableReader.list(head[7]),
                subresources: subresources, storage: storage, storagePrefix: head[10], schema: schema,
                columns: columns, selectableFields: selectable))
        storage = nil
        subresources = []
        columns = []
        selectable = []
    }

    private static func list(_ word: String) -> [String] { word.split(separator: ",").map(String.init) }
}
