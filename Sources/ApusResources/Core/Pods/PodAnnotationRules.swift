import ApusAPI
import ApusJSON

/// Rules for annotations that mean something for pods (`ValidatePodSpecificAnnotations`).
enum PodAnnotationRules {
    static let mirror = "kubernetes.io/config.mirror"
    static let appArmor = "container.apparmor.security.beta.kubernetes.io/"
    private static let tolerations = "scheduler.alpha.kubernetes.io/tolerations"
    private static let deletionCost = "controller.kubernetes.io/pod-deletion-cost"
    private static let seccompOfPod = "seccomp.security.alpha.kubernetes.io/pod"
    private static let seccompOfContainers = "container.seccomp.security.alpha.kubernetes.io/"

    /// `path` is that of what holds the annotations.
    static func validate(
        _ annotations: JSONValue, _ spec: JSONValue, _ path: @autoclosure () -> FieldPath,
        _ errors: inout FieldErrors
    ) {
        guard case .object(let object) = annotations, !object.isEmpty else { return }
        let path = path()["annotations"]
        if let value = object[mirror], spec["nodeName"].text.isEmpty {
            errors.invalid(path.key(mirror), value, "must set spec.nodeName if mirror pod annotation is set")
        }
        validateTolerations(object[tolerations]?.text ?? "", path, &errors)
        if let cost = object[deletionCost], !isInt32(cost.text) {
            errors.invalid(path.key(deletionCost), cost, "must be a 32bit integer")
        }
        for member in object.members.sorted(by: { $0.key < $1.key }) {
            if member.key == seccompOfPod || member.key.hasPrefix(seccompOfContainers) {
                validateSeccomp(member.value, path[member.key], &errors)
            }
        }
        for member in object.members.sorted(by: { $0.key < $1.key }) where member.key.hasPrefix(appArmor) {
            let name = String(member.key.dropFirst(appArmor.utf8.count))
            var isThere = false
            PodValidation.visitContainers(spec, path) { container, _ in
                if container["name"].text == name { isThere = true }
            }
            if !isThere { errors.invalid(path.key(member.key), .string(name), "container not found") }
            let profile = member.value.text
            if !["", "runtime/default", "unconfined"].contains(profile), !profile.hasPrefix("localhost/") {
                errors.invalid(
                    path.key(member.key), member.value, "invalid AppArmor profile name: \(GoText.quoted(profile))")
            }
        }
    }

    /// What has had no effect since there is a field for it must still be right.
    private static func validateTolerations(_ text: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !text.isEmpty else { return }
        guard let list = try? JSONValue(parsing: Bytes(text)) else {
            errors.invalid(path, .string(tolerations), "invalid character")
            return
        }
        TaintRules.validateTolerations(list, path[tolerations], &errors)
    }

    private static func isInt32(_ text: String) -> Bool {
        guard let first = text.first, Int32(text) != nil else { return false }
        return first == "-" || text == "0" || ("1"..."9").contains(first)
    }

    private static func validateSeccomp(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let profile = value.text
        if ["runtime/default", "docker/default", "unconfined"].contains(profile) { return }
        if profile.hasPrefix("localhost/") {
            PathRules.validateDescending(.string(String(profile.dropFirst(10))), path, &errors)
        } else {
            errors.invalid(path, value, "must be a valid seccomp profile")
        }
    }

    // MARK: - Fields that say the same

    /// Profiles in annotations and in fields are the same.
    static func validateMatch(
        _ annotations: JSONValue, _ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard annotations.object?.isEmpty == false else { return }
        let podProfile = spec["securityContext"]["seccompProfile"]
        if !podProfile.isNull {
            match(
                annotations[seccompOfPod], podProfile, "seccomp", path["securityContext"]["seccompProfile"], &errors)
        }
        PodValidation.visitContainers(spec, path) { container, here in
            let profile = container["securityContext"]["seccompProfile"]
            guard !profile.isNull else { return }
            match(
                annotations[seccompOfContainers + container["name"].text], profile, "seccomp",
                here()["securityContext"]["seccompProfile"], &errors)
        }
        guard spec["os"]["name"] != "windows" else { return }
        let podArmor = spec["securityContext"]["appArmorProfile"]
        PodValidation.visitContainers(spec, path) { container, here in
            let own = container["securityContext"]["appArmorProfile"]
            let profile = own.isNull ? podArmor : own
            guard !profile.isNull else { return }
            match(
                annotations[appArmor + container["name"].text], profile, "apparmor",
                here()["securityContext"]["appArmorProfile"], &errors)
        }
    }

    private static func match(
        _ annotation: JSONValue, _ profile: JSONValue, _ kind: String, _ path: @autoclosure () -> FieldPath,
        _ errors: inout FieldErrors
    ) {
        guard let text = annotation.string else { return }
        let isSameType =
            switch profile["type"].text {
            case "Unconfined": text == "unconfined"
            case "RuntimeDefault": text == "runtime/default" || (kind == "seccomp" && text == "docker/default")
            case "Localhost": text.hasPrefix("localhost/")
            default: true
            }
        if !isSameType {
            errors.forbidden(path()["type"], "\(kind) type in annotation and field must match")
        } else if profile["type"] == "Localhost", profile["localhostProfile"].string != String(text.dropFirst(10)) {
            errors.forbidden(path()["localhostProfile"], "\(kind) profile in annotation and field must match")
        }
    }

    // MARK: - Updates

    static func validateUpdate(_ new: JSONValue, _ old: JSONValue, _ errors: inout FieldErrors) {
        if new == old { return }
        let path = FieldPath("metadata")["annotations"]
        for member in old.object?.members.sorted(by: { $0.key < $1.key }) ?? [] where new[member.key] != member.value {
            if member.key.hasPrefix(appArmor) {
                errors.forbidden(path.key(member.key), "may not remove or update AppArmor annotations")
            }
            if member.key == mirror {
                errors.forbidden(path.key(member.key), "may not remove or update mirror pod annotation")
            }
        }
        for member in new.object?.members.sorted(by: { $0.key < $1.key }) ?? [] where old[member.key].isNull {
            if member.key.hasPrefix(appArmor) {
                errors.forbidden(path.key(member.key), "may not add AppArmor annotations")
            }
            if member.key == mirror { errors.forbidden(path.key(member.key), "may not add mirror pod annotation") }
        }
    }
}
