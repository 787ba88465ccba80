import ApusAPI
import ApusJSON

/// Rules for `spec.os` and for what only Windows has.
enum WindowsRules {
    static func validateOptions(
        _ options: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard !options.isNull else { return }
        let path = path()
        if let name = options["gmsaCredentialSpecName"].string {
            errors.invalid(path["gmsaCredentialSpecName"], .string(name), each: Names.dnsSubdomainProblems(name))
        }
        if let spec = options["gmsaCredentialSpec"].string {
            let here = path["gmsaCredentialSpec"]
            if spec.isEmpty { errors.invalid(here, "", "gmsaCredentialSpec cannot be an empty string") }
            if spec.utf8.count > 64 * 1024 {
                errors.invalid(here, .string(spec), "gmsaCredentialSpec size must be under 64 KiB")
            }
        }
        if let name = options["runAsUserName"].string {
            for problem in userNameProblems(name) { errors.invalid(path["runAsUserName"], .string(name), problem) }
        }
    }

    /// What is wrong with `DOMAIN\user`.
    private static func userNameProblems(_ name: String) -> [String] {
        if name.isEmpty { return ["runAsUserName cannot be an empty string"] }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
            return ["runAsUserName cannot contain control characters"]
        }
        let parts = name.split(separator: "\\", omittingEmptySubsequences: false)
        guard parts.count <= 2, let user = parts.last else {
            return ["runAsUserName cannot contain more than one backslash"]
        }
        var problems: [String] = []
        if parts.count == 2 {
            if parts[0].utf8.count >= 256 {
                problems.append("runAsUserName's Domain length must be under 256 characters")
            }
            if !isNetBIOS(parts[0]), !isDNS(parts[0]) {
                problems.append("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
            }
        }
        if user.isEmpty {
            problems.append("runAsUserName's User cannot be empty")
        } else if user.utf8.count > 104 {
            problems.append("runAsUserName's User length must not be longer than 104 characters")
        }
        if !user.isEmpty, user.allSatisfy({ $0 == "." || $0 == " " }) {
            problems.append("runAsUserName's User cannot contain only periods or spaces")
        }
        if user.contains(where: { "\"/\\:;|=,+*?<>@[]".contains($0) }) {
            problems.append("runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]")
        }
        return problems
    }

    private static func isNetBIOS(_ domain: Substring) -> Bool {
        (1...15).contains(domain.count) && domain.first != "." && !domain.contains { "\\/:*?\"<>|".contains($0) }
    }

    private static func isDNS(_ domain: Substring) -> Bool {
        domain.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            Names.dnsLabelProblems(label.lowercased()).isEmpty
        }
    }

    // MARK: - HostProcess

    static func validateHostProcess(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let pod = spec["securityContext"]["windowsOptions"]["hostProcess"].bool
        var (count, hostProcesses) = (0, 0)
        PodValidation.visitContainers(spec, path) { container, here in
            count += 1
            let own = container["securityContext"]["windowsOptions"]["hostProcess"].bool
            if let pod, let own, pod != own {
                errors.invalid(
                    here()["securityContext"]["windowsOptions"]["hostProcess"], .bool(own),
                    "pod hostProcess value must be identical if both are specified, was \(pod)")
            }
            if own ?? pod == true { hostProcesses += 1 }
        }
        guard hostProcesses > 0 else { return }
        if hostProcesses != count {
            errors.invalid(
                path, "",
                "If pod contains any hostProcess containers then all containers must be HostProcess containers")
        }
        if spec["hostNetwork"] != true {
            errors.invalid(
                path["hostNetwork"], false, "hostNetwork must be true if pod contains any hostProcess containers")
        }
    }

    // MARK: - Operating systems

    static func validateOS(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let os = spec["os"]
        guard !os.isNull else { return }
        switch os["name"].text {
        case "": errors.required(path["os"]["name"])
        case "linux": forbidOnLinux(spec, path, &errors)
        case "windows": forbidOnWindows(spec, path, &errors)
        default: errors.notSupported(path["os"], os["name"], ["linux", "windows"])
        }
    }

    private static func forbidOnLinux(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        func forbid(_ context: JSONValue, _ path: @autoclosure () -> FieldPath) {
            if !context["windowsOptions"].isNull {
                errors.forbidden(
                    path()["securityContext"]["windowsOptions"], "windows options cannot be set for a linux pod")
            }
        }
        forbid(spec["securityContext"], path)
        PodValidation.visitContainers(spec, path) { forbid($0["securityContext"], $1()) }
    }

    /// What a Windows pod may not have, in upstream's order; true: in the security context, false: in the spec.
    private static let ofPods: [(key: String, isInContext: Bool)] = [
        ("appArmorProfile", true), ("seLinuxOptions", true), ("hostUsers", false), ("hostPID", false),
        ("hostIPC", false), ("seccompProfile", true), ("fsGroup", true), ("fsGroupChangePolicy", true),
        ("sysctls", true), ("shareProcessNamespace", false), ("runAsUser", true), ("runAsGroup", true),
        ("supplementalGroups", true), ("supplementalGroupsPolicy", true), ("seLinuxChangePolicy", true),
    ]
    private static let ofContainers = [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged",
        "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
    ]

    private static func forbidOnWindows(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (key, isInContext) in ofPods {
            let value = isInContext ? spec["securityContext"][key] : spec[key]
            let isSet = key == "hostPID" || key == "hostIPC" ? value == true : !value.isNull
            if isSet {
                errors.forbidden(
                    isInContext ? path["securityContext"][key] : path[key], "cannot be set for a windows pod")
            }
        }
        PodValidation.visitContainers(spec, path) { container, here in
            let context = container["securityContext"]
            for key in ofContainers where !context[key].isNull {
                errors.forbidden(here()["securityContext"][key], "cannot be set for a windows pod")
            }
        }
    }
}
