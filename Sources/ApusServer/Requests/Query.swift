import ApusAPI
import ApusJSON

/// The parameters of a request's query, decoded, in order.
struct Query: Sendable {
    private(set) var items: [(name: String, value: String)] = []

    init(_ text: String?) {
        guard let text, !text.isEmpty else { return }
        for part in text.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = sides.count > 1 ? PercentEncoding.decode(sides[1], plusIsSpace: true) : ""
            items.append((PercentEncoding.decode(sides[0], plusIsSpace: true), value))
        }
    }

    var isEmpty: Bool { items.isEmpty }

    /// The first value of `name`; nil where it is absent.
    subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// A boolean as upstream's conversion of query parameters reads it: present but for "false" and "0" is true.
    func flag(_ name: String) -> Bool? {
        self[name].map { $0 != "0" && $0.lowercased() != "false" }
    }

    func integer(_ name: String) throws(StatusError) -> Int64? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard let value = Int64(text) else {
            throw .badRequest("strconv.ParseInt: parsing \(GoText.quoted(text)): invalid syntax")
        }
        return value
    }
}

extension APIOptions {
    /// Reads the options that the query of a request with `verb` carries.
    init(_ query: Query, _ verb: APIRequest.Verb) throws(StatusError) {
        self.init()
        guard !query.isEmpty else { return }
        labelSelector = query["labelSelector"]
        fieldSelector = query["fieldSelector"]
        resourceVersion = query["resourceVersion"]
        resourceVersionMatch = query["resourceVersionMatch"]
        limit = try query.integer("limit").map { Int(clamping: $0) }
        continuation = query["continue"]
        allowWatchBookmarks = query.flag("allowWatchBookmarks") ?? false
        sendInitialEvents = query.flag("sendInitialEvents")
        timeoutSeconds = try query.integer("timeoutSeconds").map { Int(clamping: $0) }
        fieldManager = query["fieldManager"]
        fieldValidation = query["fieldValidation"]
        force = query.flag("force")
        gracePeriodSeconds = try query.integer("gracePeriodSeconds")
        propagationPolicy = query["propagationPolicy"]
        orphanDependents = query.flag("orphanDependents")
        let kind: String
        switch verb {
        case .create: kind = "CreateOptions"
        case .update: kind = "UpdateOptions"
        case .patch: kind = "PatchOptions"
        // A body replaces the query of a deletion, so that only its end result is checked.
        case .delete, .deletecollection: kind = "DeleteOptions"
        case .get, .list, .watch: return
        }
        let dryRuns = query.all("dryRun")
        guard dryRuns.allSatisfy({ $0 == "All" }) else { throw APIOptions.invalidDryRun(dryRuns, kind) }
        dryRun = !dryRuns.isEmpty
    }

    static func invalidDryRun(_ values: [String], _ kind: String) -> StatusError {
        var errors = FieldErrors()
        errors.notSupported(FieldPath("dryRun"), .array(values.map(JSONValue.string)), ["All"])
        return .invalid(group: "meta.k8s.io", kind: kind, name: "", errors)
    }
}
