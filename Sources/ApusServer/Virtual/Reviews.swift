import ApusAPI
import ApusJSON

/// A review: what is posted comes back with its answer in `status`.
struct Review: VirtualResource {
    let answer: @Sendable (_ review: JSONValue, _ call: Call) throws(StatusError) -> JSONValue

    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        reply(.success(.document(try answer(try Review.question(call), call), code: 201)))
    }

    /// What was posted.
    fileprivate static func question(_ call: Call) throws(StatusError) -> JSONValue {
        guard call.request.verb == .create else { throw .methodNotAllowed }
        var review = try call.object
        call.context.warnings.add(
            try call.resource.resource.decode(
                &review, validation: call.writeOptions("CreateOptions"), duplicates: call.context.duplicateFields))
        if let namespace = call.request.namespace, (review["metadata"]["namespace"].string ?? "").isEmpty {
            review["metadata"]["namespace"] = .string(namespace)
        }
        return review
    }
}

/// A review whose answer may have to be waited for.
struct LaterReview: VirtualResource {
    let answer: @Sendable (_ review: JSONValue) async throws(StatusError) -> JSONValue

    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        let question = try Review.question(call)
        Task {
            do throws(StatusError) {
                reply(.success(.document(try await answer(question), code: 201)))
            } catch {
                reply(.failure(error))
            }
        }
    }
}

/// `componentstatuses`: what a cluster's old tools ask for. In one process all parts live or none.
struct ComponentStatuses: VirtualResource {
    private static let names = ["controller-manager", "etcd-0", "scheduler"]

    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        switch call.request.verb {
        case .get:
            let name = call.request.name ?? ""
            guard ComponentStatuses.names.contains(name) else { throw .notFound(call.resource.gvr, name) }
            reply(.success(.object(status(name, call))))
        case .list:
            let page = ListPage(
                resource: call.resource, revision: handlers.caches.progress.revision,
                items: ListItems(ComponentStatuses.names.map { status($0, call) }))
            reply(.success(.list(page)))
        default: throw .methodNotAllowed
        }
    }

    private func status(_ name: String, _ call: Call) -> APIObject {
        call.resource.resource.encode([
            "kind": "ComponentStatus", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "conditions": [["type": "Healthy", "status": "True", "message": "ok"]],
        ]).at(0)
    }
}
