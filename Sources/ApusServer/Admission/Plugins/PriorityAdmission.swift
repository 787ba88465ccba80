import ApusAPI
import ApusJSON

/// Gives Pods the number that their priority class stands for, and keeps the default class the only one.
struct PriorityAdmission: MutatingAdmission, ValidatingAdmission {
    let objects: ObjectReader

    var name: String { "Priority" }
    var scope: AdmissionScope {
        AdmissionScope([.create, .update], .init("pods"), .init("priorityclasses", group: "scheduling.k8s.io"))
    }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard request.definition.resource == "pods" else { return }
        guard request.operation == .update else { return try resolve(&object, request) }
        // What was resolved on creation stays when a client leaves it out.
        for field in ["priority", "preemptionPolicy"] where object["spec"][field].isNull {
            let old = request.old["spec"][field]
            if !old.isNull { object["spec"][field] = old }
        }
    }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard request.definition.resource == "priorityclasses", object["globalDefault"].bool == true,
            let other = objects.defaultPriorityClass(), other.name != object["metadata"]["name"].string
        else { return }
        throw request.forbidden(
            "PriorityClass \(other.name) is already marked as default. Only one default can exist")
    }

    private func resolve(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let named = object["spec"]["priorityClassName"].string ?? ""
        let found: PriorityClass?
        if named.isEmpty {
            found = objects.defaultPriorityClass()
        } else {
            guard let known = objects.priorityClass(named) else {
                throw request.forbidden("no PriorityClass with name \(named) was found")
            }
            found = known
        }
        let value = found?.value ?? 0
        if let given = object["spec"]["priority"].int, given != value {
            throw request.forbidden(
                "the integer value of priority (\(given)) must not be provided in pod spec; "
                    + "priority admission controller computed \(value) from the given PriorityClass name")
        }
        let policy = found?.preemptionPolicy ?? "PreemptLowerPriority"
        if let given = object["spec"]["preemptionPolicy"].string, given != policy {
            throw request.forbidden(
                "the string value of PreemptionPolicy (\(given)) must not be provided in pod spec; "
                    + "priority admission controller computed \(policy) from the given PriorityClass name")
        }
        if let found { object["spec"]["priorityClassName"] = .string(found.name) }
        object["spec"]["priority"] = .int(value)
        object["spec"]["preemptionPolicy"] = .string(policy)
    }
}
