import ApusAPI
import ApusClient

extension FakeAPI {
    /// Which objects of its resource a list or watch is about.
    struct Filter {
        let namespace: String?
        let labels: LabelSelector
        let fields: FieldSelector

        init(_ request: APIRequest) throws(StatusError) {
            namespace = request.namespace
            do {
                labels =
                    try request.options.labelSelector.map { text in try LabelSelector(parsing: text) } ?? .everything
                fields =
                    try request.options.fieldSelector.map { text in try FieldSelector(parsing: text) } ?? .everything
            } catch {
                throw StatusError(code: 400, reason: .badRequest, message: "\(error)")
            }
        }

        func matches(_ object: APIObject) -> Bool {
            if let namespace, namespace != object.namespace { return false }
            return labels.matches(object.labels)
                && fields.matches { field in
                    switch field {
                    case "metadata.name": object.name
                    case "metadata.namespace": object.namespace
                    default: object.fields[field] ?? ""
                    }
                }
        }

        /// What a watcher sees of a change: an object that leaves its selection is deleted for it.
        func event(for change: Change) -> WatchEvent? {
            let before = change.old.map(matches) ?? false
            let after = change.new.map(matches) ?? false
            switch (before, after, change.old, change.new) {
            case (false, true, _, let new?): return WatchEvent(.added, new)
            case (true, true, _, let new?): return WatchEvent(.modified, new)
            case (true, false, let old?, _): return WatchEvent(.deleted, old.at(change.revision))
            default: return nil
            }
        }
    }
}

extension APIObject {
    /// The same state, told at another revision.
    fileprivate func at(_ revision: UInt64) -> APIObject {
        APIObject(
            bytes: bytes, layout: layout, revision: revision, namespace: namespace, name: name, uid: uid,
            labels: labels, fields: fields)
    }
}
