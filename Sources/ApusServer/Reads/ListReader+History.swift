import ApusAPI
import ApusStore

extension ListReader {
    /// Reads the page from the store as of an earlier revision.
    func read(_ history: History) async throws(StatusError) -> ListPage {
        let options = history.options
        let prefix = cache.prefix + (options.filter.namespace.map { $0 + "/" } ?? "")
        var start = options.continuation.map { prefix + $0.start }
        var items: [APIObject] = []
        while true {
            let result = try await range(
                RangeRequest(prefix: prefix, startingAt: start, revision: history.revision, limit: options.limit),
                options)
            for (index, item) in result.items.enumerated() {
                guard let object = try decode(item), options.filter.matches(object) else { continue }
                items.append(object)
                guard items.count == options.limit else { continue }
                var page = ListPage(resource: resource, revision: history.revision, items: ListItems(items))
                let rest = result.count - index - 1
                guard rest > 0 else { return page }
                let next = String(item.key.dropFirst(prefix.count)) + "\0"
                page.continuation = ContinueToken(revision: Int64(history.revision), start: next).encoded
                if options.filter.isOpen { page.remaining = rest }
                return page
            }
            guard result.more, let last = result.items.last else {
                return ListPage(resource: resource, revision: history.revision, items: ListItems(items))
            }
            start = last.key + "\0"
        }
    }

    private func decode(_ item: KeyValue) throws(StatusError) -> APIObject? {
        do throws(UnreadableObject) { return try caches.decode(item, in: cache) } catch { throw error.status }
    }

    private func range(_ request: RangeRequest, _ options: ListOptions) async throws(StatusError) -> RangeResult {
        do { return try await caches.store.range(request) } catch { throw expired(error, options) }
    }

    /// The revision is gone; a list that was begun can go on as things are now.
    private func expired(_ error: StoreError, _ options: ListOptions) -> StatusError {
        guard case .compacted = error else { return .store(error) }
        guard let token = options.continuation else { return .store(error) }
        var status = StatusError.expired(
            """
            The provided continue parameter is too old to display a consistent list result. You can start a new list \
            without the continue parameter, or use the continue token in this response to retrieve the remainder of \
            the results. Continuing with the provided token results in an inconsistent list - objects that were \
            created, modified, or deleted between the time the first chunk was returned and now may show up in the list.
            """)
        status.continuation = ContinueToken(revision: ContinueToken.inconsistent, start: token.start).encoded
        return status
    }
}
