import ApusAPI
import ApusJSON

/// Pods of a runtime class get its overhead and its rules for scheduling.
struct RuntimeClassAdmission: MutatingAdmission, ValidatingAdmission {
    let objects: ObjectReader

    var name: String { "RuntimeClass" }
    var scope: AdmissionScope { AdmissionScope(.create, .init("pods")) }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard let found = try runtimeClass(of: object, request) else { return }
        if let overhead = found.overhead {
            guard object["spec"]["overhead"].isNull || same(object["spec"]["overhead"], overhead) else {
                throw request.forbidden(Self.mismatch)
            }
            object["spec"]["overhead"] = overhead
        }
        for member in found.nodeSelector.members {
            let own = object["spec"]["nodeSelector"][member.key]
            guard own.isNull || own == member.value else {
                throw request.forbidden(
                    "conflict: runtimeClass.scheduling.nodeSelector[\(member.key)] = \(member.value.string ?? ""); "
                        + "pod.spec.nodeSelector[\(member.key)] = \(own.string ?? "")")
            }
            object["spec"]["nodeSelector"][member.key] = member.value
        }
        addTolerations(found.tolerations, to: &object)
    }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let overhead = object["spec"]["overhead"]
        if let wanted = try runtimeClass(of: object, request)?.overhead {
            guard same(overhead, wanted) else { throw request.forbidden(Self.mismatch) }
        } else if !overhead.isNull {
            throw request.forbidden(
                "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")
        }
    }

    private static let mismatch = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"

    private func runtimeClass(of pod: JSONValue, _ request: AdmissionRequest) throws(StatusError) -> RuntimeClass? {
        guard let name = pod["spec"]["runtimeClassName"].string else { return nil }
        guard let found = objects.runtimeClass(name) else {
            throw request.forbidden("pod rejected: RuntimeClass \(GoText.quoted(name)) not found")
        }
        return found
    }

    /// Whether two lists of resources say the same amounts.
    private func same(_ a: JSONValue, _ b: JSONValue) -> Bool {
        let left = a.object ?? JSONObject()
        let right = b.object ?? JSONObject()
        return left.count == right.count
            && left.members.allSatisfy { member in
                guard let text = member.value.string, let other = right[member.key]?.string else { return false }
                return text == other || (try? Quantity(parsing: text)) == (try? Quantity(parsing: other))
            }
    }

    /// Adds what no toleration of the Pod covers; of the Pod's own those go that a new one covers
    /// (`util/tolerations.MergeTolerations`).
    private func addTolerations(_ new: [JSONValue], to pod: inout JSONValue) {
        guard !new.isEmpty else { return }
        let all = pod["spec"]["tolerations"].elements + new
        var merged: [JSONValue] = []
        for (index, toleration) in all.enumerated() {
            let isCovered =
                all[(index + 1)...].contains { Self.covers($0, toleration) }
                || merged.contains { Self.covers($0, toleration) }
            if !isCovered { merged.append(toleration) }
        }
        pod["spec"]["tolerations"] = .array(merged)
    }

    /// Whether everything that `b` tolerates is tolerated by `a`.
    private static func covers(_ a: JSONValue, _ b: JSONValue) -> Bool {
        if a == b { return true }
        func text(_ value: JSONValue, _ key: String) -> String { value[key].string ?? "" }
        let key = text(a, "key")
        if key != text(b, "key"), !(key.isEmpty && text(a, "operator") == "Exists") { return false }
        let effect = text(a, "effect")
        if effect != text(b, "effect"), !effect.isEmpty { return false }
        if effect == "NoExecute" || effect.isEmpty {
            let mine = a["tolerationSeconds"].int
            let other = b["tolerationSeconds"].int
            if let mine, other.map({ mine < $0 }) ?? true { return false }
        }
        switch text(a, "operator") {
        case "Exists": return true
        case "", "Equal":
            let other = text(b, "operator")
            return (other.isEmpty || other == "Equal") && text(a, "value") == text(b, "value")
        default: return false
        }
    }
}
