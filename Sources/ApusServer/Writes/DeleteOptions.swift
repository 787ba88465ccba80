import ApusAPI
import ApusJSON
import ApusResources

/// How something is to be deleted: `DeleteOptions`, from the body where there is one, else from the query.
struct DeleteOptions: Sendable {
    enum Propagation: String, Sendable { case orphan = "Orphan", background = "Background", foreground = "Foreground" }

    private static let typeName = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"

    private(set) var gracePeriodSeconds: Int64?
    private(set) var propagation: Propagation?
    private(set) var uid: String?
    var resourceVersion: String?
    private(set) var isDryRun: Bool
    /// Whether the client asked for the deletion of dependents in the older way: what is not gone at once then gets a
    /// 202.
    private(set) var answersAccepted = false

    init(_ request: APIRequest) throws(StatusError) {
        let options = request.options
        gracePeriodSeconds = options.gracePeriodSeconds
        uid = options.preconditionUID
        resourceVersion = options.preconditionResourceVersion
        isDryRun = options.dryRun
        var policy = options.propagationPolicy
        var orphans = options.orphanDependents
        var dryRuns: [String] = []
        if case .value(let sent) = request.body {
            // A body replaces the query as a whole.
            let body = try DeleteOptions.decode(sent)
            gracePeriodSeconds = body["gracePeriodSeconds"].int
            policy = body["propagationPolicy"].string
            orphans = body["orphanDependents"].bool
            uid = body["preconditions"]["uid"].string
            resourceVersion = body["preconditions"]["resourceVersion"].string
            dryRuns = body["dryRun"].elements.compactMap(\.string)
            isDryRun = !dryRuns.isEmpty
        }
        try DeleteOptions.check(policy, orphans, dryRuns)
        propagation = policy.flatMap(Propagation.init(rawValue:))
        if let orphans {
            propagation = orphans ? .orphan : .background
            answersAccepted = !orphans
        }
        // A negative period means "now" (apiserver's `rest.BeforeDelete`).
        if let seconds = gracePeriodSeconds, seconds < 0 { gracePeriodSeconds = 1 }
    }

    private static func decode(_ body: JSONValue) throws(StatusError) -> JSONValue {
        if let kind = body["kind"].string, kind != "DeleteOptions" {
            throw .badRequest("the object provided is unrecognized (must be of type DeleteOptions): \(kind)")
        }
        guard let schema = BuiltInDefinitions.types.schema(named: typeName) else { return body }
        var value = body
        var decoder = ObjectDecoder(schema.table)
        do {
            try decoder.decode(&value, as: schema)
        } catch {
            throw .badRequest(error.description)
        }
        return value
    }

    private static func check(_ policy: String?, _ orphans: Bool?, _ dryRuns: [String]) throws(StatusError) {
        var errors = FieldErrors()
        let path = FieldPath("propagationPolicy")
        if let policy, orphans != nil {
            errors.invalid(
                path, .string(policy), "orphanDependents and deletionPropagation cannot be both set")
        }
        if let policy, Propagation(rawValue: policy) == nil {
            errors.notSupported(path, .string(policy), ["Foreground", "Background", "Orphan", "nil"])
        }
        if dryRuns.contains(where: { $0 != "All" }) {
            errors.notSupported(FieldPath("dryRun"), .array(dryRuns.map(JSONValue.string)), ["All"])
        }
        guard errors.isEmpty else { throw .invalid(group: "meta.k8s.io", kind: "DeleteOptions", name: "", errors) }
    }

    /// Refuses where the object is not the one that is meant.
    func checkPreconditions(_ object: APIObject, _ definition: Definition) throws(StatusError) {
        let named = GroupVersionResource(definition.group, definition.version, definition.kind)
        if let uid, uid != object.uid {
            throw .conflict(
                named, object.name,
                "the UID in the precondition (\(uid)) does not match the UID in record (\(object.uid)). The object "
                    + "might have been deleted and then recreated")
        }
        if let resourceVersion, resourceVersion != object.resourceVersion {
            throw .conflict(
                named, object.name,
                "the ResourceVersion in the precondition (\(resourceVersion)) does not match the ResourceVersion in "
                    + "record (\(object.resourceVersion)). The object might have been modified")
        }
    }
}
