import ApusAPI
import ApusJSON

extension ObjectEncoder {
    private static let scaleColumns: [Definition.Column] = [
        .init("Name", "string", "", 0), .init("Desired", "integer", "", 0), .init("Available", "integer", "", 0),
        .init("Age", "string", "", 0),
    ]

    /// The table of a `Scale`, where the client wants one; nil for other documents, which are sent as they are.
    func table(of document: JSONValue) -> JSONValue? {
        guard case .table(let include) = rendering.shape, document["kind"] == "Scale" else { return nil }
        let context = TableContext(now: now())
        let cells: [JSONValue] = [
            context.name(document), TableContext.count(document["spec"]["replicas"]),
            TableContext.count(document["status"]["replicas"]), context.age(document),
        ]
        return [
            "kind": "Table", "apiVersion": .string(rendering.metaAPIVersion),
            "metadata": ["resourceVersion": document["metadata"]["resourceVersion"]],
            "columnDefinitions": Table.columnDefinitions(ObjectEncoder.scaleColumns),
            "rows": [Table.row(cells, of: document, including: include)],
        ]
    }
}
