import ApusAPI
import ApusJSON
import ApusStore

/// What the options of a list or watch ask for, checked against each other
/// (apimachinery's `meta/internalversion/validation`).
struct ListOptions: Sendable {
    enum Match: Sendable {
        case any
        case notOlderThan(Revision)
        case exact(Revision)
    }

    var filter: ObjectFilter
    var match: Match
    /// 0: no limit.
    var limit: Int
    var continuation: ContinueToken?

    init(_ request: APIRequest, resource: ServedResource) throws(StatusError) {
        let options = request.options
        try ListOptions.validate(options, isWatch: false)
        filter = try ListOptions.filter(request, resource)
        limit = max(0, options.limit ?? 0)
        let revision = try ListOptions.revision(options.resourceVersion, resource)
        if let text = options.continuation, !text.isEmpty {
            guard (revision ?? 0) == 0 else {
                throw .badRequest("specifying resource version is not allowed when using continue")
            }
            continuation = try ContinueToken(decoding: text)
        }
        match =
            switch (revision, options.resourceVersionMatch ?? "") {
            case (nil, _): .any
            case (let revision?, "Exact"): .exact(revision)
            // Without a match, a page of a list "at" a revision is of exactly that one (API concepts,
            // "Semantics for get and list").
            case (let revision?, "") where limit > 0 && revision > 0: .exact(revision)
            case (let revision?, _): .notOlderThan(revision)
            }
    }

    /// Reads the selectors; the name and namespace that a field selector pins become those of the filter.
    static func filter(_ request: APIRequest, _ resource: ServedResource) throws(StatusError) -> ObjectFilter {
        var filter = ObjectFilter(namespace: request.namespace, name: request.name)
        if let text = request.options.labelSelector, !text.isEmpty {
            do {
                let selector = try LabelSelector(parsing: text)
                if !selector.isEverything { filter.labels = selector }
            } catch { throw .badRequest(error.description) }
        }
        if let text = request.options.fieldSelector, !text.isEmpty {
            do {
                let selector = try FieldSelector(parsing: text)
                try selector.check(against: resource.definition)
                if let name = selector.exactValue(of: "metadata.name"), filter.name == nil { filter.name = name }
                if let namespace = selector.exactValue(of: "metadata.namespace"), filter.namespace == nil {
                    filter.namespace = namespace
                }
                if !selector.isEverything { filter.fields = selector }
            } catch { throw .badRequest(error.description) }
        }
        return filter
    }

    /// The number of a `resourceVersion`; nil for none.
    static func revision(_ text: String?, _ resource: ServedResource, name: String = "") throws(StatusError)
        -> Revision?
    {
        guard let text, !text.isEmpty else { return nil }
        guard let revision = Revision(text), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            var errors = FieldErrors()
            errors.invalid(
                FieldPath("resourceVersion"), .string(text),
                "strconv.ParseUint: parsing \(GoText.quoted(text)): invalid syntax")
            throw .invalid(
                group: resource.definition.group, kind: resource.definition.resource, name: name, errors)
        }
        return revision
    }

    static func validate(_ options: APIOptions, isWatch: Bool) throws(StatusError) {
        let match = options.resourceVersionMatch ?? ""
        var errors = FieldErrors()
        let matchPath = FieldPath("resourceVersionMatch")
        if isWatch {
            if options.sendInitialEvents != nil {
                if match != "NotOlderThan" {
                    errors.forbidden(
                        matchPath, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
                }
            } else if !match.isEmpty {
                errors.forbidden(
                    matchPath, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
            }
        } else {
            if options.sendInitialEvents != nil {
                errors.forbidden(FieldPath("sendInitialEvents"), "sendInitialEvents is forbidden for list")
            }
            if !match.isEmpty {
                let revision = options.resourceVersion ?? ""
                if revision.isEmpty {
                    errors.forbidden(matchPath, "resourceVersionMatch is forbidden unless resourceVersion is provided")
                }
                if !(options.continuation ?? "").isEmpty {
                    errors.forbidden(matchPath, "resourceVersionMatch is forbidden when continue is provided")
                }
                if match != "Exact", match != "NotOlderThan" {
                    errors.notSupported(matchPath, .string(match), ["Exact", "NotOlderThan", ""])
                }
                if match == "Exact", revision == "0" {
                    errors.forbidden(
                        matchPath, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
                }
            }
        }
        guard errors.isEmpty else {
            throw .invalid(group: "meta.k8s.io", kind: "ListOptions", name: "", errors)
        }
    }
}
