import ApusAPI
import ApusStore

/// Answers lists: from the snapshot in memory where it holds the wanted revision, else from the store's history.
struct ListReader: Sendable {
    let resource: ServedResource
    let cache: ResourceCache
    let caches: ObjectCaches

    /// A page, or what has to be done first.
    enum Answer: Sendable {
        case page(ListPage)
        /// The revision lies behind the memory: what is to be read from the store.
        case history(History)
        /// The revision was not reached yet.
        case early(Revision)
    }

    struct History: Sendable {
        let revision: Revision
        let options: ListOptions
    }

    func page(_ options: ListOptions) throws(StatusError) -> Answer {
        let snapshot = cache.snapshot()
        try cache.unreadable.check(options.filter)
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
            guard revision <= snapshot.revision else { return .early(revision) }
            return .page(page(options, snapshot, revision: snapshot.revision))
        case .exact(let revision): return try at(revision, snapshot, options)
        }
    }

    private func at(
        _ revision: Revision, _ snapshot: ResourceCache.Snapshot, _ options: ListOptions
    ) throws(StatusError) -> Answer {
        guard revision <= snapshot.revision else {
            // Another server's first page may be of a revision that has not come here yet.
            if caches.isShared { return .early(revision) }
            throw .resourceVersionTooLarge(revision, current: snapshot.revision, retryAfter: 0)
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
        if let token = options.continuation {
            start = max(start, objects.position(of: token.key(namespace: filter.namespace)))
        }
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
        let labels = filter?.labels.flatMap(LabelSignatureFilter.init)
        while items.count < options.limit {
            if let labels { objects.skip(&place, to: rest.upperBound, by: labels) }
            guard place < rest.upperBound, let object = objects.next(&place) else { break }
            if filter?.matches(object) ?? true { items.append(object) }
        }
        var page = ListPage(resource: resource, revision: revision, items: ListItems(items))
        guard place < rest.upperBound, let last = items.last else { return page }
        let token = ContinueToken(
            revision: Int64(revision), after: ObjectKey(last), namespace: options.filter.namespace)
        page.continuation = token.encoded
        if filter == nil { page.remaining = objects.distance(place, rest.upperBound) }
        return page
    }
}
