import ApusAPI
import ApusJSON

extension PodSecurityCheck {
    /// The rules of `baseline`, in the order in which upstream reports them.
    static let baseline: [PodSecurityCheck] = [
        PodSecurityCheck("appArmorProfile", .baseline, appArmor),
        PodSecurityCheck("capabilities_baseline", .baseline, overlaps: true, addedCapabilities),
        PodSecurityCheck("hostNamespaces", .baseline, hostNamespaces),
        PodSecurityCheck("hostPathVolumes", .baseline, overlaps: true) { subject in
            let names = subject.spec["volumes"].elements.filter { !$0["hostPath"].isNull }.map {
                $0["name"].string ?? ""
            }
            return names.isEmpty ? nil : Finding(reason: "hostPath volumes", detail: naming(names, "volume", "volumes"))
        },
        PodSecurityCheck("hostPorts", .baseline, hostPorts),
        PodSecurityCheck("hostProbesAndHostLifecycle", .baseline, since: 34, hostsOfProbes),
        PodSecurityCheck("privileged", .baseline) { subject in
            let bad = subject.containers { $0["securityContext"]["privileged"].bool == true }
            guard !bad.isEmpty else { return nil }
            return Finding(reason: "privileged", detail: "\(naming(bad)) must not set securityContext.privileged=true")
        },
        PodSecurityCheck(
            "procMount_baseline", .baseline,
            [
                (0, procMount),
                (35, { subject in subject.spec["hostUsers"].bool == false ? nil : procMount(subject) }),
            ]),
        PodSecurityCheck("seLinuxOptions", .baseline, seLinux),
        PodSecurityCheck(
            "seccompProfile_baseline", .baseline, overlaps: true, [(0, seccompAnnotations), (19, seccompProfiles)]),
        PodSecurityCheck(
            "sysctls", .baseline, [(0, sysctls(0)), (27, sysctls(27)), (29, sysctls(29)), (32, sysctls(32))]),
        PodSecurityCheck("windowsHostProcess", .baseline) { subject in
            func isBad(_ context: JSONValue) -> Bool { context["windowsOptions"]["hostProcess"].bool == true }
            let bad = subject.containers { isBad($0["securityContext"]) }
            guard let who = setters(pod: isBad(subject.spec["securityContext"]), bad) else { return nil }
            return Finding(
                reason: "hostProcess", detail: "\(who) must not set securityContext.windowsOptions.hostProcess=true")
        },
    ]

    private static func appArmor(_ subject: Subject) -> Finding? {
        var bad = (subject.annotations.object?.members ?? []).filter { member in
            let profile = member.value.string ?? ""
            return member.key.hasPrefix("container.apparmor.security.beta.kubernetes.io/") && !profile.isEmpty
                && profile != "runtime/default" && !profile.hasPrefix("localhost/")
        }.map { "\($0.key)=\(GoText.quoted($0.value.string ?? ""))" }.sorted()
        let allowed: Set<String> = ["RuntimeDefault", "Localhost"]
        var types: Set<String> = []
        func isBad(_ context: JSONValue) -> Bool {
            guard let type = context["appArmorProfile"]["type"].string, !allowed.contains(type) else { return false }
            types.insert(type)
            return true
        }
        let isPodBad = isBad(subject.spec["securityContext"])
        let containers = subject.containers { isBad($0["securityContext"]) }
        if let who = setters(pod: isPodBad, containers) {
            bad.insert("\(who) must not set AppArmor profile type to \(quoted(types.sorted()))", at: 0)
        }
        guard !bad.isEmpty else { return nil }
        return Finding(
            reason: bad.count == 1 ? "forbidden AppArmor profile" : "forbidden AppArmor profiles",
            detail: bad.joined(separator: ", "))
    }

    private static let defaultCapabilities: Set<String> = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
        "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]

    private static func addedCapabilities(_ subject: Subject) -> Finding? {
        var added: Set<String> = []
        let bad = subject.containers { container in
            let capabilities = container["securityContext"]["capabilities"]["add"].elements.compactMap(\.string)
            let wrong = capabilities.filter { !defaultCapabilities.contains($0) }
            added.formUnion(wrong)
            return !wrong.isEmpty
        }
        guard !bad.isEmpty else { return nil }
        return Finding(
            reason: "non-default capabilities",
            detail: "\(naming(bad)) must not include \(quoted(added.sorted())) in securityContext.capabilities.add")
    }

    private static func hostNamespaces(_ subject: Subject) -> Finding? {
        let shared = ["hostIPC", "hostNetwork", "hostPID"].filter { subject.spec[$0].bool == true }
        guard !shared.isEmpty else { return nil }
        return Finding(reason: "host namespaces", detail: shared.map { "\($0)=true" }.joined(separator: ", "))
    }

    private static func hostPorts(_ subject: Subject) -> Finding? {
        var ports: Set<String> = []
        let bad = subject.containers { container in
            let own = container["ports"].elements.compactMap { $0["hostPort"].int }.filter { $0 != 0 }
            ports.formUnion(own.map { String($0) })
            return !own.isEmpty
        }
        guard !bad.isEmpty else { return nil }
        return Finding(
            reason: "hostPort",
            detail: "\(naming(bad)) \(bad.count == 1 ? "uses" : "use") \(ports.count == 1 ? "hostPort" : "hostPorts") "
                + ports.sorted().joined(separator: ", "))
    }

    private static func hostsOfProbes(_ subject: Subject) -> Finding? {
        var hosts: Set<String> = []
        let bad = subject.containers { container in
            let handlers =
                ["livenessProbe", "readinessProbe", "startupProbe"].map { container[$0] }
                + ["postStart", "preStop"].map { container["lifecycle"][$0] }
            let own = handlers.flatMap { handler in
                ["httpGet", "tcpSocket"].compactMap { handler[$0]["host"].string }.filter { !$0.isEmpty }
            }
            hosts.formUnion(own)
            return !own.isEmpty
        }
        guard !bad.isEmpty else { return nil }
        let names = Set(bad).sorted()
        return Finding(
            reason: "probe or lifecycle host",
            detail: "\(naming(names)) \(names.count == 1 ? "uses" : "use") "
                + naming(hosts.sorted(), "probe or lifecycle host", "probe or lifecycle hosts"))
    }

    static func procMount(_ subject: Subject) -> Finding? {
        var types: Set<String> = []
        let bad = subject.containers { container in
            guard let type = container["securityContext"]["procMount"].string, type != "Default" else { return false }
            types.insert(type)
            return true
        }
        guard !bad.isEmpty else { return nil }
        return Finding(
            reason: "procMount",
            detail: "\(naming(bad)) must not set securityContext.procMount to \(quoted(types.sorted()))")
    }

    private static let seLinuxTypes: Set<String> = ["", "container_t", "container_init_t", "container_kvm_t"]

    private static func seLinux(_ subject: Subject) -> Finding? {
        var types: Set<String> = []
        var setsUser = false
        var setsRole = false
        func isBad(_ context: JSONValue) -> Bool {
            let options = context["seLinuxOptions"]
            let type = options["type"].string ?? ""
            // As of 1.31 `container_engine_t` is allowed too, but only by a policy of that version.
            let hasBadType = !seLinuxTypes.contains(type)
            if hasBadType { types.insert(type) }
            let user = !(options["user"].string ?? "").isEmpty
            let role = !(options["role"].string ?? "").isEmpty
            setsUser = setsUser || user
            setsRole = setsRole || role
            return hasBadType || user || role
        }
        let isPodBad = isBad(subject.spec["securityContext"])
        let containers = subject.containers { isBad($0["securityContext"]) }
        guard let who = setters(pod: isPodBad, containers) else { return nil }
        var data: [String] = []
        if !types.isEmpty { data.append(naming(types.sorted(), "type", "types")) }
        if setsUser { data.append("user may not be set") }
        if setsRole { data.append("role may not be set") }
        return Finding(
            reason: "seLinuxOptions",
            detail: "\(who) set forbidden securityContext.seLinuxOptions: \(data.joined(separator: "; "))")
    }

    // MARK: - seccomp

    static let seccompTypes: Set<String> = ["Localhost", "RuntimeDefault"]

    private static func seccompAnnotations(_ subject: Subject) -> Finding? {
        let keys =
            ["seccomp.security.alpha.kubernetes.io/pod"]
            + subject.containers.map { "container.seccomp.security.alpha.kubernetes.io/\($0["name"].string ?? "")" }
        let bad = Set(
            keys.compactMap { key -> String? in
                guard let value = subject.annotations[key].string, value != "runtime/default",
                    value != "docker/default", !value.hasPrefix("localhost/")
                else { return nil }
                return "\(key)=\(GoText.quoted(value))"
            })
        guard !bad.isEmpty else { return nil }
        let list = bad.sorted().joined(separator: ", ")
        return Finding(
            reason: "seccompProfile", detail: "forbidden \(bad.count == 1 ? "annotation" : "annotations") \(list)")
    }

    static func seccompProfiles(_ subject: Subject) -> Finding? {
        var types: Set<String> = []
        func isBad(_ context: JSONValue) -> Bool {
            guard case .object = context["seccompProfile"] else { return false }
            let type = context["seccompProfile"]["type"].string ?? ""
            guard !seccompTypes.contains(type) else { return false }
            types.insert(type)
            return true
        }
        let isPodBad = isBad(subject.spec["securityContext"])
        let containers = subject.containers { isBad($0["securityContext"]) }
        guard let who = setters(pod: isPodBad, containers) else { return nil }
        return Finding(
            reason: "seccompProfile",
            detail: "\(who) must not set securityContext.seccompProfile.type to \(quoted(types.sorted()))")
    }

    // MARK: - sysctls

    private static let safeSysctls: [(since: Int, names: [String])] = [
        (
            0,
            [
                "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
                "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
            ]
        ),
        (27, ["net.ipv4.ip_local_reserved_ports"]),
        (
            29,
            [
                "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
                "net.ipv4.tcp_keepalive_probes",
            ]
        ),
        (32, ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]),
    ]

    private static func sysctls(_ version: Int) -> Find {
        let safe = Set(safeSysctls.filter { $0.since <= version }.flatMap(\.names))
        return { subject in
            let bad = subject.spec["securityContext"]["sysctls"].elements.compactMap { $0["name"].string }.filter {
                !safe.contains($0)
            }
            guard !bad.isEmpty else { return nil }
            return Finding(reason: "forbidden sysctls", detail: bad.joined(separator: ", "))
        }
    }
}
