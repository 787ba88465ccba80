import ApusAPI
import ApusJSON

extension PodSecurityCheck {
    /// The rules that `restricted` has beside those of `baseline`, in the order in which upstream reports them.
    static let restricted: [PodSecurityCheck] = [
        PodSecurityCheck(
            "allowPrivilegeEscalation", .restricted,
            [(8, escalation), (25, { isWindows($0) ? nil : escalation($0) })]),
        PodSecurityCheck(
            "capabilities_restricted", .restricted,
            [(22, droppedCapabilities), (25, { isWindows($0) ? nil : droppedCapabilities($0) })]),
        PodSecurityCheck("procMount_restricted", .restricted, since: 35, procMount),
        PodSecurityCheck("restrictedVolumes", .restricted, volumes),
        PodSecurityCheck(
            "runAsNonRoot", .restricted, [(0, nonRoot), (35, { isOfUserNamespace($0) ? nil : nonRoot($0) })]),
        PodSecurityCheck(
            "runAsUser", .restricted, [(23, user), (35, { isOfUserNamespace($0) ? nil : user($0) })]),
        PodSecurityCheck(
            "seccompProfile_restricted", .restricted,
            [(19, requiredSeccomp), (25, { isWindows($0) ? nil : requiredSeccomp($0) })]),
    ]

    private static func isWindows(_ subject: Subject) -> Bool { subject.spec["os"]["name"].string == "windows" }
    private static func isOfUserNamespace(_ subject: Subject) -> Bool { subject.spec["hostUsers"].bool == false }

    private static func escalation(_ subject: Subject) -> Finding? {
        let bad = subject.containers { $0["securityContext"]["allowPrivilegeEscalation"].bool != false }
        guard !bad.isEmpty else { return nil }
        return Finding(
            reason: "allowPrivilegeEscalation != false",
            detail: "\(naming(bad)) must set securityContext.allowPrivilegeEscalation=false")
    }

    private static func droppedCapabilities(_ subject: Subject) -> Finding? {
        var added: Set<String> = []
        let keeping = subject.containers {
            !$0["securityContext"]["capabilities"]["drop"].elements.contains("ALL")
        }
        let adding = subject.containers { container in
            let wrong = container["securityContext"]["capabilities"]["add"].elements.compactMap(\.string).filter {
                $0 != "NET_BIND_SERVICE"
            }
            added.formUnion(wrong)
            return !wrong.isEmpty
        }
        var details: [String] = []
        if !keeping.isEmpty {
            details.append("\(naming(keeping)) must set securityContext.capabilities.drop=[\"ALL\"]")
        }
        if !adding.isEmpty {
            details.append(
                "\(naming(adding)) must not include \(quoted(added.sorted())) in securityContext.capabilities.add")
        }
        guard !details.isEmpty else { return nil }
        return Finding(reason: "unrestricted capabilities", detail: details.joined(separator: "; "))
    }

    private static let allowedVolumes = [
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected",
        "secret",
    ]

    private static func volumes(_ subject: Subject) -> Finding? {
        var names: [String] = []
        var types: Set<String> = []
        for volume in subject.spec["volumes"].elements where !allowedVolumes.contains(where: { !volume[$0].isNull }) {
            names.append(volume["name"].string ?? "")
            let type = (volume.object?.members ?? []).first { $0.key != "name" }?.key
            types.insert(type ?? "unknown")
        }
        guard !names.isEmpty else { return nil }
        return Finding(
            reason: "restricted volume types",
            detail: "\(naming(names, "volume", "volumes")) \(names.count == 1 ? "uses" : "use") restricted volume "
                + naming(types.sorted(), "type", "types"))
    }

    private static func nonRoot(_ subject: Subject) -> Finding? {
        let reason = "runAsNonRoot != true"
        let pod = subject.spec["securityContext"]["runAsNonRoot"].bool
        let explicit = subject.containers { $0["securityContext"]["runAsNonRoot"].bool == false }
        if let who = setters(pod: pod == false, explicit) {
            return Finding(reason: reason, detail: "\(who) must not set securityContext.runAsNonRoot=false")
        }
        guard pod != true else { return nil }
        let silent = subject.containers { $0["securityContext"]["runAsNonRoot"].bool == nil }
        guard !silent.isEmpty else { return nil }
        return Finding(
            reason: reason, detail: "pod or \(naming(silent)) must set securityContext.runAsNonRoot=true")
    }

    private static func user(_ subject: Subject) -> Finding? {
        let bad = subject.containers { $0["securityContext"]["runAsUser"].int == 0 }
        guard let who = setters(pod: subject.spec["securityContext"]["runAsUser"].int == 0, bad) else { return nil }
        return Finding(reason: "runAsUser=0", detail: "\(who) must not set runAsUser=0")
    }

    private static func requiredSeccomp(_ subject: Subject) -> Finding? {
        if let explicit = seccompProfiles(subject) { return explicit }
        if seccompTypes.contains(subject.spec["securityContext"]["seccompProfile"]["type"].string ?? "") { return nil }
        let silent = subject.containers { $0["securityContext"]["seccompProfile"].isNull }
        guard !silent.isEmpty else { return nil }
        return Finding(
            reason: "seccompProfile",
            detail: "pod or \(naming(silent)) must set securityContext.seccompProfile.type to \"RuntimeDefault\" or "
                + "\"Localhost\"")
    }
}
