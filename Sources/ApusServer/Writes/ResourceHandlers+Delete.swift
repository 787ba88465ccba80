import ApusAPI
import ApusJSON
import Synchronization

extension ResourceHandlers {
    func delete(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        let key = try call.key
        let options = try DeleteOptions(call.request)
        warnOfOrphans(options, call)
        try delete(key, options, call) { result in
            reply(
                result.map { outcome in
                    guard outcome.isDeleted else {
                        return .object(outcome.object, code: options.answersAccepted ? 202 : 200)
                    }
                    guard !call.resource.storage.traits.returnsDeleted else { return .object(outcome.object) }
                    return .document(
                        StatusError.success(call.resource.gvr, name: outcome.object.name, uid: outcome.object.uid))
                })
        }
    }

    /// Jobs are the one kind whose Pods stay where nobody says what becomes of them.
    private func warnOfOrphans(_ options: DeleteOptions, _ call: Call) {
        let definition = call.resource.definition
        guard definition.group == "batch", definition.resource == "jobs", options.propagation == nil else { return }
        call.context.warnings.add([
            "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them "
                + "or set propagationPolicy=Orphan to suppress this warning"
        ])
    }

    /// Deletes the object with `key`, or marks it where it goes later.
    func delete(
        _ key: ObjectKey, _ options: DeleteOptions, _ call: Call, _ done: @escaping Committer.Done
    ) throws(StatusError) {
        let cache = try call.cache
        let resource = call.resource.storage
        let gvr = call.resource.gvr
        guard let current = cache.object(key) else { throw cache.missing(key, gvr) }
        let deletion = Deletion(options: options, resource: resource, now: call.context.now)
        let change = { @Sendable [self] (current: APIObject) throws(StatusError) -> Committer.Change in
            try options.checkPreconditions(current, call.resource.definition)
            let old = current.tree()
            try admission.review(.null, call.admission(.delete, name: current.name, old: old))
            switch deletion.effect(on: old) {
            case .nothing: return .keep
            case .mark(let object): return .put(resource.encode(object))
            case .delete(let object): return .delete(last: resource.encode(object))
            }
        }
        guard options.isDryRun else {
            return committer.update(key, in: cache, change: change) { result in
                done(result.mapError { $0.reason == .notFound ? .notFound(gvr, key.name) : $0 })
            }
        }
        switch try change(current) {
        case .keep, .same: done(.success(Committer.Outcome(object: current)))
        case .put(let object), .charge(let object, _):
            done(.success(Committer.Outcome(object: object.at(current.revision))))
        case .delete(let last): done(.success(Committer.Outcome(object: last.at(current.revision), isDeleted: true)))
        }
    }

    // MARK: - Collections

    /// Deletes what a list with the same options would show, and answers with it.
    func deleteCollection(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        let options = try DeleteOptions(call.request)
        warnOfOrphans(options, call)
        try page(call) { [self] result in
            switch result {
            case .success(let page): deleteAll(of: page, options, call, reply)
            case .failure(let error): reply(.failure(error))
            }
        }
    }

    private func deleteAll(of page: ListPage, _ options: DeleteOptions, _ call: Call, _ reply: @escaping Reply) {
        let objects = Array(page.items)
        guard !objects.isEmpty else { return reply(.success(.list(page))) }
        let gathered = Gathered(count: objects.count) { results in
            var shown: [APIObject] = []
            for result in results {
                switch result {
                case .success(let outcome): shown.append(outcome.object)
                // Somebody else was faster.
                case .failure(let error) where error.reason == .notFound: continue
                case .failure(let error): return reply(.failure(error))
                }
            }
            var answer = page
            answer.items = ListItems(shown)
            reply(.success(.list(answer)))
        }
        for (index, object) in objects.enumerated() {
            do throws(StatusError) {
                try delete(ObjectKey(object), options, call) { gathered.put($0, at: index) }
            } catch {
                gathered.put(.failure(error), at: index)
            }
        }
    }
}

/// Waits for the results of several operations that complete on any thread.
private final class Gathered: Sendable {
    typealias Element = Result<Committer.Outcome, StatusError>

    private struct State: Sendable {
        var results: [Element?]
        var missing: Int
    }

    private let state: Mutex<State>
    private let done: @Sendable ([Element]) -> Void

    init(count: Int, done: @escaping @Sendable ([Element]) -> Void) {
        state = Mutex(State(results: Array(repeating: nil, count: count), missing: count))
        self.done = done
    }

    func put(_ result: Element, at index: Int) {
        let all = state.withLock { state -> [Element]? in
            state.results[index] = result
            state.missing -= 1
            return state.missing == 0 ? state.results.compactMap { $0 } : nil
        }
        if let all { done(all) }
    }
}
