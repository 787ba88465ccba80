import ApusAPI
import ApusStore

/// What the options of a watch ask for, checked against each other.
struct WatchOptions: Sendable {
    var filter: ObjectFilter
    /// The revision after which changes are wanted; nil: begin with the objects that exist.
    var from: Revision?
    /// Whether the objects that exist are sent first; false with `from` nil: begin now.
    var sendsInitialEvents: Bool
    /// Whether a bookmark follows the initial events.
    var marksInitialEvents: Bool
    var allowsBookmarks: Bool
    /// Whether it begins with the state as of all that was acknowledged before it.
    var isConsistent: Bool
    /// The revision that the state must have reached.
    var notOlderThan: Revision
    /// Nil: the server chooses.
    var timeoutSeconds: Int?

    init(_ request: APIRequest, resource: ServedResource) throws(StatusError) {
        let options = request.options
        try ListOptions.validate(options, isWatch: true)
        filter = try ListOptions.filter(request, resource)
        let revision = try ListOptions.revision(options.resourceVersion, resource) ?? 0
        allowsBookmarks = options.allowWatchBookmarks
        timeoutSeconds = options.timeoutSeconds.flatMap { $0 > 0 ? $0 : nil }
        notOlderThan = 0
        isConsistent = (options.resourceVersion ?? "").isEmpty
        marksInitialEvents = false
        // Without a revision, or at 0, a watch begins with what exists, as if it had been asked to
        // (API concepts, "Semantics for watch"; apimachinery's `SetListOptionsDefaults`).
        switch options.sendInitialEvents ?? (revision == 0 ? true : nil) {
        case nil:
            from = revision
            sendsInitialEvents = false
        case true?:
            from = nil
            sendsInitialEvents = true
            marksInitialEvents = options.allowWatchBookmarks
            notOlderThan = revision
        case false?:
            from = revision == 0 ? nil : revision
            sendsInitialEvents = false
        }
        try resource.cache?.unreadable.check(filter)
    }
}
