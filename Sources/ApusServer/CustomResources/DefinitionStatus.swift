import ApusAPI
import ApusJSON
import ApusResources

/// The status that a CustomResourceDefinition should have (apiextensions-apiserver's naming, establishing and API
/// approval controllers): which names it has got, and whether it is served.
struct DefinitionStatus {
    private(set) var value: JSONValue
    private let now: Timestamp

    static let finalizer = "customresourcecleanup.apiextensions.k8s.io"

    /// - Parameter taken: The names that other definitions of the group have got.
    init(_ definition: JSONValue, taken: TakenNames, now: Timestamp) {
        value = definition["status"]
        self.now = now
        acceptNames(definition["spec"]["names"], taken)
        if let approval = DefinitionStatus.approval(definition) { set(approval) }
    }

    /// The status as it is, to be changed.
    init(of definition: JSONValue, now: Timestamp) {
        value = definition["status"]
        self.now = now
    }

    var names: JSONValue { value["acceptedNames"] }
    var isEstablished: Bool { isTrue("Established") }

    func isTrue(_ type: String) -> Bool {
        value["conditions"].elements.contains { $0["type"].string == type && $0["status"].string == "True" }
    }

    // MARK: - Conditions

    struct Condition {
        var type: String
        var status: String
        var reason: String
        var message: String
    }

    mutating func set(_ condition: Condition) {
        var conditions = value["conditions"].elements
        let new: JSONValue = [
            "type": .string(condition.type), "status": .string(condition.status),
            "lastTransitionTime": .string(now.rfc3339), "reason": .string(condition.reason),
            "message": .string(condition.message),
        ]
        guard let index = conditions.firstIndex(where: { $0["type"].string == condition.type }) else {
            value["conditions"] = .array(conditions + [new])
            return
        }
        let time = conditions[index]["lastTransitionTime"]
        let isSame = conditions[index]["status"].string == condition.status && !time.isNull
        conditions[index] = new
        if isSame { conditions[index]["lastTransitionTime"] = time }
        value["conditions"] = .array(conditions)
    }

    // MARK: - Names

    /// The names of a group that its definitions have got.
    struct TakenNames {
        var resources: Set<String> = []
        var kinds: Set<String> = []

        mutating func insert(_ names: JSONValue) {
            for key in ["plural", "singular"] { insert(names[key], &resources) }
            for name in names["shortNames"].elements { insert(name, &resources) }
            for key in ["kind", "listKind"] { insert(names[key], &kinds) }
        }

        private func insert(_ name: JSONValue, _ set: inout Set<String>) {
            if let name = name.string, !name.isEmpty { set.insert(name) }
        }
    }

    private mutating func acceptNames(_ wanted: JSONValue, _ taken: TakenNames) {
        var names = value["acceptedNames"]
        var conflict: (reason: String, message: String)?
        func clash(_ name: String, _ own: String, _ used: Set<String>) -> String? {
            name == own || !used.contains(name) ? nil : "\(GoText.quoted(name)) is already in use"
        }
        func accept(_ key: String, _ used: Set<String>, _ reason: String) {
            if let message = clash(wanted[key].string ?? "", names[key].string ?? "", used) {
                conflict = (reason, message)
            } else {
                names[key] = wanted[key]
            }
        }
        accept("plural", taken.resources, "PluralConflict")
        accept("singular", taken.resources, "SingularConflict")
        let own = names["shortNames"].elements
        let clashes = wanted["shortNames"].elements.filter { !own.contains($0) }.compactMap {
            clash($0.string ?? "", "", taken.resources)
        }
        if clashes.isEmpty {
            set(&names, "shortNames", wanted["shortNames"])
        } else {
            conflict = (
                "ShortNamesConflict", clashes.count == 1 ? clashes[0] : "[\(clashes.joined(separator: ", "))]"
            )
        }
        accept("kind", taken.kinds, "KindConflict")
        accept("listKind", taken.kinds, "ListKindConflict")
        set(&names, "categories", wanted["categories"])
        value["acceptedNames"] = names
        set(
            Condition(
                type: "NamesAccepted", status: conflict == nil ? "True" : "False",
                reason: conflict?.reason ?? "NoConflicts", message: conflict?.message ?? "no conflicts found"))
        guard !isEstablished else { return }
        set(
            conflict == nil
                ? Condition(
                    type: "Established", status: "True", reason: "InitialNamesAccepted",
                    message: "the initial names have been accepted")
                : Condition(
                    type: "Established", status: "False", reason: "NotAccepted", message: "not all names are accepted"))
    }

    private func set(_ names: inout JSONValue, _ key: String, _ value: JSONValue) {
        if value.isNull { names.remove(key) } else { names[key] = value }
    }

    // MARK: - Approval

    /// What is to be said of a group that belongs to Kubernetes; nil for others.
    private static func approval(_ definition: JSONValue) -> Condition? {
        let group = definition["spec"]["group"].string ?? ""
        guard APIApproval.protects(group) else { return nil }
        let state = APIApproval(definition["metadata"]["annotations"][APIApproval.annotation].string ?? "")
        let reason =
            switch state.kind {
            case .approved: "ApprovedAnnotation"
            case .bypassed: "UnapprovedAnnotation"
            case .missing: "MissingAnnotation"
            case .invalid: "InvalidAnnotation"
            }
        return Condition(
            type: "KubernetesAPIApprovalPolicyConformant", status: state.kind == .approved ? "True" : "False",
            reason: reason, message: state.reason)
    }
}
