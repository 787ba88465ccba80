import ApusAPI
import ApusJSON
import ApusStore

extension APIObject {
    /// The object as a tree, with its resourceVersion; null where the bytes are not JSON, which canonical bytes are.
    func tree() -> JSONValue { (try? value()) ?? .null }

    /// The same object as of `revision`; the bytes are shared.
    func at(revision: Revision) -> APIObject {
        revision == self.revision
            ? self
            : APIObject(
                bytes: bytes, layout: layout, revision: revision, namespace: namespace, name: name, uid: uid,
                labels: labels, fields: fields)
    }

    /// An object that holds nothing but how far a watch has come.
    static func bookmark(_ definition: Definition, revision: Revision, annotations: [String: String]) -> APIObject {
        var metadata: JSONValue = ["resourceVersion": .string(String(revision))]
        for (key, value) in annotations.sorted(by: { $0.key < $1.key }) {
            metadata["annotations"][key] = .string(value)
        }
        return APIObject([
            "kind": .string(definition.kind), "apiVersion": .string(definition.apiVersion), "metadata": metadata,
        ])
    }
}

extension StatusError {
    /// The `Status` object that tells it.
    var object: APIObject { APIObject(value()) }
}
