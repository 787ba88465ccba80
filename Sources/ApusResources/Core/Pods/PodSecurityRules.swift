import ApusAPI
import ApusJSON

/// Rules for the security contexts of pods and containers.
enum PodSecurityRules {
    /// The pod's own (`validatePodSpecSecurityContext`).
    static func validate(_ spec: JSONValue, _ podPath: FieldPath, _ errors: inout FieldErrors) {
        let context = spec["securityContext"]
        let sharesProcesses = spec["shareProcessNamespace"] == true && spec["hostPID"] == true
        guard context.object?.isEmpty == false || sharesProcesses else { return }
        let path = podPath["securityContext"]
        for key in ["fsGroup", "runAsUser", "runAsGroup"] { errors.identity(context[key], path[key]) }
        for (index, group) in context["supplementalGroups"].elements.enumerated() {
            errors.identity(group, path["supplementalGroups"][index])
        }
        if sharesProcesses {
            errors.invalid(
                path["shareProcessNamespace"], true, "ShareProcessNamespace and HostPID cannot both be enabled")
        }
        validateSysctls(spec, path["sysctls"], &errors)
        errors.allow(context["fsGroupChangePolicy"], ["Always", "OnRootMismatch"], path["fsGroupChangePolicy"])
        validateSeccomp(context["seccompProfile"], path["seccompProfile"], &errors)
        WindowsRules.validateOptions(context["windowsOptions"], path["windowsOptions"], &errors)
        validateAppArmor(context["appArmorProfile"], path["appArmorProfile"], &errors)
        errors.allow(context["supplementalGroupsPolicy"], ["Merge", "Strict"], path["supplementalGroupsPolicy"])
        errors.allow(context["seLinuxChangePolicy"], ["MountOption", "Recursive"], path["seLinuxChangePolicy"])
    }

    private static func validateSysctls(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, sysctl) in spec["securityContext"]["sysctls"].elements.enumerated() {
            let here = path[index]["name"]
            let name = sysctl["name"].text
            if name.isEmpty {
                errors.required(here)
            } else if !isSysctl(name) {
                errors.invalid(
                    here, .string(name),
                    "must have at most 253 characters and match regex "
                        + "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$")
            } else if names.contains(name) {
                errors.duplicate(here, .string(name))
            }
            names.insert(name)
            let space = namespace(of: name)
            if spec["hostNetwork"] == true, space == "net" {
                errors.invalid(here, .string(name), "may not be specified when 'hostNetwork' is true")
            } else if spec["hostIPC"] == true, space == "ipc" {
                errors.invalid(here, .string(name), "may not be specified when 'hostIPC' is true")
            }
        }
    }

    private static func isSysctl(_ name: String) -> Bool {
        func isEnd(_ byte: UInt8?) -> Bool {
            byte.map { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) } ?? false
        }
        return name.utf8.count <= 253
            && name.utf8.split(omittingEmptySubsequences: false) { $0 == 0x2e || $0 == 0x2f }.allSatisfy { part in
                isEnd(part.first) && isEnd(part.last) && part.allSatisfy { isEnd($0) || $0 == 0x2d || $0 == 0x5f }
            }
    }

    private static let ipcSysctls: Set<String> = [
        "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced", "kernel.shm",
        "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.msg",
    ]

    /// The namespace of Linux that a sysctl belongs to; nil: none.
    private static func namespace(of name: String) -> String? {
        let dotted = name.replacing("/", with: ".")
        if ipcSysctls.contains(dotted) || dotted.hasPrefix("fs.mqueue.") { return "ipc" }
        return dotted.hasPrefix("net.") ? "net" : nil
    }

    // MARK: - Containers

    /// `ValidateSecurityContext`.
    static func validate(
        container context: JSONValue, hostUsers: Bool, _ path: @autoclosure () -> FieldPath,
        _ errors: inout FieldErrors
    ) {
        guard case .object(let object) = context, !object.isEmpty else { return }
        let path = path()
        errors.identity(context["runAsUser"], path["runAsUser"])
        errors.identity(context["runAsGroup"], path["runAsGroup"])
        errors.allow(context["procMount"], ["Default", "Unmasked"], path["procMount"])
        if hostUsers, context["procMount"] == "Unmasked" {
            errors.invalid(path["procMount"], "Unmasked", "`hostUsers` must be false to use `Unmasked`")
        }
        validateSeccomp(context["seccompProfile"], path["seccompProfile"], &errors)
        if context["allowPrivilegeEscalation"] == false {
            if context["privileged"] == true {
                errors.invalid(
                    path, struct: shown(context),
                    "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
            }
            for capability in context["capabilities"]["add"].elements where capability == "CAP_SYS_ADMIN" {
                errors.invalid(
                    path, struct: shown(context),
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")
            }
        }
        WindowsRules.validateOptions(context["windowsOptions"], path["windowsOptions"], &errors)
        validateAppArmor(context["appArmorProfile"], path["appArmorProfile"], &errors)
    }

    private static func shown(_ context: JSONValue) -> JSONValue {
        var value = InternalValue.make(
            context,
            [
                ("Capabilities", "capabilities", nil), ("Privileged", "privileged", nil),
                ("SELinuxOptions", "seLinuxOptions", nil), ("WindowsOptions", "windowsOptions", nil),
                ("RunAsUser", "runAsUser", nil), ("RunAsGroup", "runAsGroup", nil),
                ("RunAsNonRoot", "runAsNonRoot", nil), ("ReadOnlyRootFilesystem", "readOnlyRootFilesystem", nil),
                ("AllowPrivilegeEscalation", "allowPrivilegeEscalation", nil), ("ProcMount", "procMount", nil),
                ("SeccompProfile", "seccompProfile", nil), ("AppArmorProfile", "appArmorProfile", nil),
            ])
        let capabilities = context["capabilities"]
        if !capabilities.isNull {
            value["Capabilities"] = InternalValue.make(capabilities, [("Add", "add", nil), ("Drop", "drop", nil)])
        }
        for (name, key) in [("SeccompProfile", "seccompProfile"), ("AppArmorProfile", "appArmorProfile")]
        where !context[key].isNull {
            value[name] = profile(context[key])
        }
        return value
    }

    private static func profile(_ value: JSONValue) -> JSONValue {
        InternalValue.make(value, [("Type", "type", ""), ("LocalhostProfile", "localhostProfile", nil)])
    }

    // MARK: - Profiles

    private static let profileTypes = ["Localhost", "RuntimeDefault", "Unconfined"]

    static func validateSeccomp(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard !value.isNull else { return }
        let path = path()
        let type = value["type"].text
        if type.isEmpty {
            errors.required(path["type"], "type is required when seccompProfile is set")
        } else {
            errors.allow(value["type"], profileTypes, path["type"])
        }
        if type == "Localhost" {
            if value["localhostProfile"].isNull {
                errors.required(path["localhostProfile"], "must be set when seccomp type is Localhost")
            } else {
                PathRules.validateDescending(value["localhostProfile"], path["localhostProfile"], &errors)
            }
        } else if !value["localhostProfile"].isNull {
            errors.invalid(
                path["localhostProfile"], struct: profile(value), "can only be set when seccomp type is Localhost")
        }
    }

    static func validateAppArmor(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard !value.isNull else { return }
        let path = path()
        let name = value["localhostProfile"]
        switch value["type"].text {
        case "Localhost":
            let here = path["localhostProfile"]
            guard let text = name.string else {
                errors.required(here, "must be set when AppArmor type is Localhost")
                return
            }
            if text.first?.isWhitespace == true || text.last?.isWhitespace == true {
                errors.invalid(here, name, "must not be padded with whitespace")
            } else if text.isEmpty {
                errors.required(here, "must be set when AppArmor type is Localhost")
            }
            if text.utf8.count > 4095 { errors.tooLong(here, maximum: 4095) }
        case "RuntimeDefault", "Unconfined":
            if !name.isNull {
                errors.invalid(path["localhostProfile"], name, "can only be set when AppArmor type is Localhost")
            }
        case "": errors.required(path["type"], "type is required when appArmorProfile is set")
        default: errors.notSupported(path["type"], value["type"], profileTypes)
        }
    }
}
