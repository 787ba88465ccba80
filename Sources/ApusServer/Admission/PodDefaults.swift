import ApusAPI
import ApusJSON

/// Pods stay five minutes on a node that is not ready or not reachable (upstream's `DefaultTolerationSeconds`).
struct DefaultTolerationSeconds: AdmissionPlugin {
    var name: String { "DefaultTolerationSeconds" }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader) throws(StatusError) {
        guard request.isFor("", "pods"), request.operation == .create || request.operation == .update else { return }
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            let isTolerated = object["spec"]["tolerations"].elements.contains { toleration in
                let tolerated = toleration["key"].string ?? ""
                let effect = toleration["effect"].string ?? ""
                return (tolerated == key || tolerated.isEmpty) && (effect == "NoExecute" || effect.isEmpty)
            }
            guard !isTolerated else { continue }
            object["spec"]["tolerations"].append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
            ])
        }
    }
}

/// Gives Pods the number that their priority class stands for (upstream's `Priority`).
struct PriorityAdmission: AdmissionPlugin {
    var name: String { "Priority" }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader) throws(StatusError) {
        guard request.isFor("", "pods") else { return }
        switch request.operation {
        case .create: try resolve(&object, request, objects)
        case .update:
            // What was resolved on creation stays when a client leaves it out.
            for field in ["priority", "preemptionPolicy"] where object["spec"][field].isNull {
                let old = request.old["spec"][field]
                if !old.isNull { object["spec"][field] = old }
            }
        case .delete, .connect: break
        }
    }

    private func resolve(
        _ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader
    ) throws(StatusError) {
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
