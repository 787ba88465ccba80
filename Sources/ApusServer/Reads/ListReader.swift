import ApusAPI
import ApusStore

/// Answers lists: from the snapshot in memory where it holds the wanted revision, else from the store's history.
struct ListReader: Sendable {
    let resource: ServedResource
    let cache: ResourceCache
    let caches: ObjectCaches

    /// A page, or where its revision lies behind the memory what is to be read from the store.
    enum Answer: Sendable {
        case page(ListPage)
        case history(History)
    }

    struct History: Sendable {
        let revision: Revision
        let options: ListOptions
    }

    func page(_ options: ListOptions) throws(StatusError) -> Answer {
        let snapshot = cache.snapshot()
        if let token = options.continuation {
            if token.revision == ContinueToken.inconsistent {
                return .page(page(options, snapshot, revision: snapshot.revision))
            }
            let revision = Revision(max(0, token.revision))
            return try at(revision, snapshot, options)
        }
        switch options.match {
        case .any: return .page(page(options, snapshot, revision: snapshot.revision))
        case .notOlderThan(let revision):
            guard revision <= snapshot.revision else {
                throw .resourceVersionTooLarge(revision, current: snapshot.revision)
            }
            return .page(page(options, snapshot, revision: snapshot.revision))
        case .exact(let revision): return try at(revision, snapshot, options)
        }
    }

    private func at(
        _ revision: Revision, _ snapshot: ResourceCache.Snapshot, _ options: ListOptions
    ) throws(StatusError) -> Answer {
        guard revision <= snapshot.revision else {
            throw .resourceVersionTooLarge(revision, current: snapshot.revision)
        }
        // Nothing of the resource has changed since: what is in memory is what it was.
        guard revision < snapshot.lastChange else {
            return .page(page(options, snapshot, revision: revision))
        }
        return .history(History(revision: revision, options: options))
    }

    private func page(_ options: ListOptions, _ snapshot: ResourceCache.Snapshot, revision: Revision) -> ListPage {
        let filter = options.filter
        let objects = snapshot.objects
        if let name = filter.name, filter.namespace != nil || !resource.definition.isNamespaced {
            let object = objects[ObjectKey(filter.namespace ?? "", name)]
            let items = object.map { filter.matches($0) ? [$0] : [] } ?? []
            return ListPage(resource: resource, revision: revision, items: ListItems(items))
        }
        if options.continuation == nil, options.limit == 0, let value = filter.requiredField("spec.nodeName"),
            let found = cache.objects(withField: "spec.nodeName", value: value)
        {
            return ListPage(
                resource: resource, revision: found.revision, items: ListItems(found.objects.filter(filter.matches)))
        }
        let range = objects.range(namespace: filter.namespace)
        var start = range.lowerBound
        if let token = options.continuation { start = max(start, objects.position(of: token.key(namespace: filter.namespace))) }
        let rest = Range(uncheckedBounds: (min(start, range.upperBound), range.upperBound))
        let remainingFilter = filter.isOpen ? nil : filter
        guard options.limit > 0 else {
            return ListPage(
                resource: resource, revision: revision, items: ListItems(objects, range: rest, filter: remainingFilter))
        }
        return limited(options, objects, rest, remainingFilter, revision)
    }

    /// The first `limit` items of `rest`; whether more follow is known only when they have been looked at.
    private func limited(
        _ options: ListOptions, _ objects: SortedObjects, _ rest: Range<SortedObjects.Position>,
        _ filter: ObjectFilter?, _ revision: Revision
    ) -> ListPage {
        var items: [APIObject] = []
        items.reserveCapacity(min(options.limit, 500))
        var place = rest.lowerBound
        while place < rest.upperBound, items.count < options.limit, let object = objects.next(&place) {
            if filter?.matches(object) ?? true { items.append(object) }
        }
        var page = ListPage(resource: resource, revision: revision, items: ListItems(items))
        guard place < rest.upperBound, let last = items.last else { return page }
        page.continuation =
            ContinueToken(revision: Int64(revision), after: ObjectKey(last), namespace: options.filter.namespace).encoded
        if filter == nil { page.remaining = objects.distance(place, rest.upperBound) }
        return page
    }

    // MARK: - History

    /// Reads the page from the store as of an earlier revision.
    func read(_ history: History) async throws(StatusError) -> ListPage {
        let options = history.options
        let namespace = options.filter.namespace
        let prefix = cache.prefix + (namespace.map { $0 + "/" } ?? "")
        var start = options.continuation.map { prefix + $0.start }
        var items: [APIObject] = []
        while true {
            let request = RangeRequest(
                prefix: prefix, startingAt: start, revision: history.revision, limit: options.limit)
            let result: RangeResult
            do { result = try await caches.store.range(request) } catch { throw expired(error, options) }
            for item in result.items {
                guard let object = caches.decode(item, in: cache), options.filter.matches(object) else { continue }
                items.append(object)
                if items.count == options.limit, options.limit > 0 { break }
            }
            let isFull = options.limit > 0 && items.count == options.limit
            guard result.more || isFull, let last = isFull ? items.last.map({ cache.storeKey(ObjectKey($0)) }) : result.items.last?.key
            else { break }
            if isFull {
                var page = ListPage(resource: resource, revision: history.revision, items: ListItems(items))
                if result.more || last != result.items.last?.key {
                    page.continuation =
                        ContinueToken(revision: Int64(history.revision), start: String(last.dropFirst(prefix.count)) + "\0")
                        .encoded
                    if options.filter.isOpen { page.remaining = result.count - items.count }
                }
                return page
            }
            start = last + "\0"
        }
        return ListPage(resource: resource, revision: history.revision, items: ListItems(items))
    }

    /// The revision is gone; a list that was begun can go on as things are now.
    private func expired(_ error: StoreError, _ options: ListOptions) -> StatusError {
        guard case .compacted(let oldest) = error else { return .store(error) }
        guard let token = options.continuation else {
            return .expired("The provided resource version is too old: (\(oldest))")
        }
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
