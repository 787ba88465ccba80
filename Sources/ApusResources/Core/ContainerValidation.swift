import ApusAPI
import ApusJSON

/// Rules for the containers of a pod (`pkg/apis/core/validation`).
enum ContainerValidation {
    /// What containers refer to in their pod.
    struct Scope {
        var volumes: [String: JSONValue]
        var gracePeriod: Int64
        var claims: Set<String>
    }

    static func validateContainers(
        _ spec: JSONValue, _ path: FieldPath, _ scope: Scope, _ errors: inout FieldErrors
    ) {
        let containers = spec["containers"].elements
        let list = path["containers"]
        var names: Set<String> = []
        var hostPorts: Set<String> = []
        if containers.isEmpty { errors.required(list) }
        for (index, container) in containers.enumerated() {
            let here = list[index]
            validateCommon(container, here, scope, &errors)
            let name = container["name"].text
            if !names.insert(name).inserted { errors.duplicate(here["name"], .string(name)) }
            validateLifecycle(container, here, scope, &errors)
            collectHostPorts(container, here, &hostPorts, &errors)
        }
        let initList = path["initContainers"]
        for (index, container) in spec["initContainers"].elements.enumerated() {
            let here = initList[index]
            validateCommon(container, here, scope, &errors)
            let name = container["name"].text
            if !name.isEmpty, !names.insert(name).inserted { errors.duplicate(here["name"], .string(name)) }
            let policy = container["restartPolicy"]
            if policy == "Always" {
                validateLifecycle(container, here, scope, &errors)
                continue
            }
            for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] where !container[key].isNull {
                errors.forbidden(here[key], "may not be set for init containers without restartPolicy=Always")
            }
        }
        let ephemeralList = path["ephemeralContainers"]
        for (index, container) in spec["ephemeralContainers"].elements.enumerated() {
            let here = ephemeralList[index]
            validateCommon(container, here, scope, &errors)
            let name = container["name"].text
            if !names.insert(name).inserted { errors.duplicate(here["name"], .string(name)) }
            let target = container["targetContainerName"].text
            if !target.isEmpty, !containers.contains(where: { $0["name"].text == target }) {
                errors.notFound(here["targetContainerName"], .string(target))
            }
            for key in ["ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"]
            where !container[key].isEmptyValue {
                errors.forbidden(here[key], "cannot be set for an Ephemeral Container")
            }
        }
    }

    private static func validateCommon(
        _ container: JSONValue, _ path: FieldPath, _ scope: Scope, _ errors: inout FieldErrors
    ) {
        let name = container["name"].text
        if name.isEmpty {
            errors.required(path["name"])
        } else {
            errors.invalid(path["name"], .string(name), each: Names.dnsLabelProblems(name))
        }
        let image = container["image"].text
        if image.isEmpty {
            errors.required(path["image"])
        } else if image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            errors.invalid(path["image"], .string(image), "must not have leading or trailing whitespace")
        }
        PodValidation.validateChoice(
            container["terminationMessagePolicy"], ["File", "FallbackToLogsOnError"], path["terminationMessagePolicy"],
            &errors)
        validatePorts(container["ports"], path["ports"], &errors)
        EnvironmentValidation.validate(container["env"], path["env"], &errors)
        EnvironmentValidation.validateSources(container["envFrom"], path["envFrom"], &errors)
        VolumeValidation.validateMounts(container, path, scope.volumes, &errors)
        PodValidation.validateChoice(
            container["imagePullPolicy"], ["Always", "IfNotPresent", "Never"], path["imagePullPolicy"], &errors)
        let resources = container["resources"]
        ResourceListRules.validateRequirements(resources, path["resources"], &errors)
        for (index, claim) in resources["claims"].elements.enumerated()
        where !scope.claims.contains(claim["name"].text) {
            errors.notFound(path["resources"]["claims"][index], .string(claim["name"].text))
        }
        validateSecurity(container["securityContext"], path["securityContext"], &errors)
    }

    private static func validatePorts(_ ports: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, port) in ports.elements.enumerated() {
            let here = path[index]
            let name = port["name"].text
            if !name.isEmpty {
                let problems = Names.portNameProblems(name)
                if !problems.isEmpty {
                    errors.invalid(here["name"], .string(name), each: problems)
                } else if !names.insert(name).inserted {
                    errors.duplicate(here["name"], .string(name))
                }
            }
            let number = port["containerPort"].int ?? 0
            if number == 0 {
                errors.required(here["containerPort"])
            } else {
                errors.invalid(here["containerPort"], .int(number), each: Names.portNumberProblems(number))
            }
            if let host = port["hostPort"].int, host != 0 {
                errors.invalid(here["hostPort"], .int(host), each: Names.portNumberProblems(host))
            }
            PortRules.validateProtocol(port["protocol"], here["protocol"], &errors)
        }
    }

    private static func collectHostPorts(
        _ container: JSONValue, _ path: FieldPath, _ seen: inout Set<String>, _ errors: inout FieldErrors
    ) {
        for (index, port) in container["ports"].elements.enumerated() {
            guard let number = port["hostPort"].int, number != 0 else { continue }
            let key = "\(port["protocol"].text)/\(port["hostIP"].text)/\(number)"
            if !seen.insert(key).inserted { errors.duplicate(path["ports"][index]["hostPort"], .string(key)) }
        }
    }

    private static func validateSecurity(_ context: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard case .object(let object) = context, !object.isEmpty else { return }
        for key in ["runAsUser", "runAsGroup"] {
            if let id = context[key].int { errors.invalid(path[key], .int(id), each: Names.idProblems(id)) }
        }
        if let mount = context["procMount"].string, mount != "Default", mount != "Unmasked" {
            errors.notSupported(path["procMount"], .string(mount), ["Default", "Unmasked"])
        }
        PodValidation.validateSeccomp(context["seccompProfile"], path["seccompProfile"], &errors)
        if context["allowPrivilegeEscalation"] == false {
            if context["privileged"] == true {
                errors.invalid(
                    path, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
            }
            if context["capabilities"]["add"].elements.contains("CAP_SYS_ADMIN") {
                errors.invalid(
                    path, context,
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")
            }
        }
    }

    // MARK: - Probes and handlers

    private static func validateLifecycle(
        _ container: JSONValue, _ path: FieldPath, _ scope: Scope, _ errors: inout FieldErrors
    ) {
        for key in ["postStart", "preStop"] where !container["lifecycle"][key].isNull {
            validateHandler(container["lifecycle"][key], path["lifecycle"][key], scope.gracePeriod, &errors)
        }
        for key in ["livenessProbe", "readinessProbe", "startupProbe"] {
            let probe = container[key]
            guard !probe.isNull else { continue }
            let here = path[key]
            validateHandler(probe, here, scope.gracePeriod, &errors)
            for number in [
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
            ] {
                NumberRules.validateNonNegative(probe[number], here[number], &errors)
            }
            if let seconds = probe["terminationGracePeriodSeconds"].int, seconds <= 0 {
                errors.invalid(here["terminationGracePeriodSeconds"], .int(seconds), "must be greater than 0")
            }
            if key != "readinessProbe", let threshold = probe["successThreshold"].int, threshold != 1 {
                errors.invalid(here["successThreshold"], .int(threshold), "must be 1")
            }
            if key == "readinessProbe", !probe["terminationGracePeriodSeconds"].isNull {
                errors.invalid(
                    here["terminationGracePeriodSeconds"], probe["terminationGracePeriodSeconds"],
                    "must not be set for readinessProbes")
            }
        }
    }

    private static func validateHandler(
        _ handler: JSONValue, _ path: FieldPath, _ gracePeriod: Int64, _ errors: inout FieldErrors
    ) {
        var count = 0
        for key in ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] where !handler[key].isNull {
            let here = path[key]
            count += 1
            if count > 1 {
                errors.forbidden(here, "may not specify more than 1 handler type")
                continue
            }
            let action = handler[key]
            switch key {
            case "exec": if action["command"].elements.isEmpty { errors.required(here["command"]) }
            case "httpGet":
                if action["path"].text.isEmpty { errors.required(here["path"]) }
                PortRules.validateNumberOrName(action["port"], here["port"], &errors)
                if action["scheme"] != "HTTP", action["scheme"] != "HTTPS" {
                    errors.notSupported(here["scheme"], action["scheme"], ["HTTP", "HTTPS"])
                }
                for header in action["httpHeaders"].elements {
                    errors.invalid(
                        here["httpHeaders"], header["name"], each: Names.headerNameProblems(header["name"].text))
                }
            case "sleep":
                let seconds = action["seconds"].int ?? 0
                if seconds < 0 || seconds > gracePeriod {
                    errors.invalid(
                        here, .int(seconds),
                        "must be non-negative and less than terminationGracePeriodSeconds (\(gracePeriod))")
                }
            default: PortRules.validateNumberOrName(action["port"], here["port"], &errors)
            }
        }
        if count == 0 { errors.required(path, "must specify a handler type") }
    }
}
