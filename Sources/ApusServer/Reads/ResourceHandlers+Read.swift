import ApusAPI
import ApusStore

extension ResourceHandlers {
    func get(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        let cache = try call.cache
        let key = try call.key
        if let wanted = try ListOptions.revision(
            call.request.options.resourceVersion, call.resource, name: key.name),
            wanted > cache.snapshot().revision
        {
            return wait(for: wanted) { error in
                guard error == nil, let object = cache.object(key) else {
                    return reply(.failure(error ?? cache.missing(key, call.resource.gvr)))
                }
                reply(.success(.object(object)))
            }
        }
        guard let object = cache.object(key) else { throw cache.missing(key, call.resource.gvr) }
        reply(.success(.object(object)))
    }

    func list(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        try page(call) { result in reply(result.map { .list($0) }) }
    }

    /// Reads what the options of a list ask for, from memory at once, else when the store has it.
    func page(
        _ call: Call, _ done: @escaping @Sendable (Result<ListPage, StatusError>) -> Void
    ) throws(StatusError) {
        let reader = ListReader(resource: call.resource, cache: try call.cache, caches: caches)
        let options = try ListOptions(call.request, resource: call.resource)
        switch try reader.page(options) {
        case .page(let page): done(.success(page))
        case .history(let history):
            // Only what lies behind the memory waits for the store.
            Task {
                do throws(StatusError) {
                    done(.success(try await reader.read(history)))
                } catch {
                    done(.failure(error))
                }
            }
        case .early(let revision):
            wait(for: revision) { [self] error in
                if let error { return done(.failure(error)) }
                do throws(StatusError) {
                    try page(call, done)
                } catch {
                    done(.failure(error))
                }
            }
        }
    }

    /// Waits until the memory has reached `revision`; 504 where it does not in time.
    func wait(for revision: Revision, _ done: @escaping @Sendable (StatusError?) -> Void) {
        let progress = caches.progress
        caches.wait(for: revision, upTo: freshnessLimit) { isReached in
            done(isReached ? nil : .resourceVersionTooLarge(revision, current: progress.revision))
        }
    }

    /// Waits until the memory holds all that was acknowledged before; see `ObjectCaches.whenCurrent`.
    func current() async throws(StatusError) {
        guard caches.isShared else { return }
        let error = await withCheckedContinuation { continuation in
            caches.whenCurrent(upTo: freshnessLimit) { continuation.resume(returning: $0) }
        }
        if let error { throw error }
    }

    /// Waits until the memory has reached `revision`; 504 where it does not in time.
    func reached(_ revision: Revision) async throws(StatusError) {
        guard revision > caches.progress.revision else { return }
        let error = await withCheckedContinuation { continuation in
            wait(for: revision) { continuation.resume(returning: $0) }
        }
        if let error { throw error }
    }
}
