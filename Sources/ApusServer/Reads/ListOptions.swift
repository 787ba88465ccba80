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
        if let text = options.continuation, !text.isEmpty {
            continuation = try ContinueToken(decoding: text)
            guard ["", "0"].contains(options.resourceVersion ?? "") else {
                throw .badRequest("specifying resource version is not allowed when using continue")
            }
            match = .any
            return
        }
        let revision = try ListOptions.revision(ofList: options.resourceVersion)
        // A list of any state is served from memory, whole (apiserver's `computeListLimit`).
        if revision == 0 { limit = 0 }
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
            let selector = try ListOptions.fieldSelector(text, resource)
            if let name = request.name, !selector.isEverything, selector.exactValue(of: "metadata.name") != name {
                throw .badRequest("fieldSelector metadata.name doesn't match requested name")
            }
            if let name = selector.exactValue(of: "metadata.name"), filter.name == nil { filter.name = name }
            if let namespace = selector.exactValue(of: "metadata.namespace"), filter.namespace == nil,
                resource.definition.isNamespaced
            {
                filter.namespace = namespace
            }
            if !selector.isEverything { filter.fields = selector }
        }
        return filter
    }

    private static func fieldSelector(_ text: String, _ resource: ServedResource) throws(StatusError) -> FieldSelector {
        do {
            return try FieldSelector(parsing: text).resolved(for: resource.definition)
        } catch { throw .badRequest(error.description) }
    }

    /// The number of a list's `resourceVersion`; nil for none.
    private static func revision(ofList text: String?) throws(StatusError) -> Revision? {
        guard let text, !text.isEmpty else { return nil }
        if let revision = number(text) { return revision }
        var errors = FieldErrors()
        errors.invalid(FieldPath("resourceVersion"), .string(text), syntaxError(text))
        throw .badRequest("invalid resource version: \(errors.all.map(\.description).joined())")
    }

    /// The number of a `resourceVersion`; nil for none.
    static func revision(_ text: String?, _ resource: ServedResource, name: String = "") throws(StatusError)
        -> Revision?
    {
        guard let text, !text.isEmpty else { return nil }
        if let revision = number(text) { return revision }
        var errors = FieldErrors()
        errors.invalid(FieldPath("resourceVersion"), .string(text), syntaxError(text))
        throw .invalid(group: resource.definition.group, kind: resource.definition.resource, name: name, errors)
    }

    private static func number(_ text: String) -> Revision? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Revision(text) : nil
    }

    private static func syntaxError(_ text: String) -> String {
        let isNumber = text.utf8.allSatisfy { (48...57).contains($0) }
        return "strconv.ParseUint: parsing \(GoText.quoted(text)): "
            + (isNumber ? "value out of range" : "invalid syntax")
    }

    /// Finds options that do not go together (apimachinery's `ValidateListOptions`).
    static func validate(_ options: APIOptions, isWatch: Bool) throws(StatusError) {
        var errors = FieldErrors()
        if isWatch { checkWatch(options, &errors) } else { checkList(options, &errors) }
        guard errors.isEmpty else {
            throw .invalid(group: "meta.k8s.io", kind: "ListOptions", name: "", errors)
        }
    }

    private static func checkWatch(_ options: APIOptions, _ errors: inout FieldErrors) {
        let path = FieldPath("resourceVersionMatch")
        let match = options.resourceVersionMatch ?? ""
        if options.sendInitialEvents != nil, match != "NotOlderThan" {
            errors.forbidden(path, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
        }
        guard !match.isEmpty else { return }
        if options.sendInitialEvents == nil {
            errors.forbidden(
                path, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
        }
        if match != "NotOlderThan" { errors.notSupported(path, .string(match), ["NotOlderThan"]) }
        if !(options.continuation ?? "").isEmpty {
            errors.forbidden(path, "resourceVersionMatch is forbidden when continue is provided")
        }
    }

    private static func checkList(_ options: APIOptions, _ errors: inout FieldErrors) {
        let path = FieldPath("resourceVersionMatch")
        let match = options.resourceVersionMatch ?? ""
        let revision = options.resourceVersion ?? ""
        if !match.isEmpty {
            if revision.isEmpty {
                errors.forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided")
            }
            if !(options.continuation ?? "").isEmpty {
                errors.forbidden(path, "resourceVersionMatch is forbidden when continue is provided")
            }
            if match != "Exact", match != "NotOlderThan" {
                errors.notSupported(path, .string(match), ["Exact", "NotOlderThan", ""])
            }
            if match == "Exact", revision == "0" {
                errors.forbidden(path, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
            }
        }
        if options.sendInitialEvents != nil {
            errors.forbidden(FieldPath("sendInitialEvents"), "sendInitialEvents is forbidden for list")
        }
    }
}
