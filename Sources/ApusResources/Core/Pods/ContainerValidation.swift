import ApusAPI
import ApusJSON

/// Rules for the containers of a pod, of all three lists (`validateContainers` and its siblings).
enum ContainerValidation {
    /// What containers refer to in their pod.
    struct Scope {
        var volumes: [String: JSONValue]
        var gracePeriod: Int64
        var hostUsers: Bool
        var restartPolicy: JSONValue
        var requirements: ResourceListRules.Scope

        init(_ spec: JSONValue, volumes: [String: JSONValue]) {
            self.volumes = volumes
            gracePeriod = spec["terminationGracePeriodSeconds"].int ?? 0
            hostUsers = spec["hostUsers"].bool ?? true
            restartPolicy = spec["restartPolicy"]
            requirements = ResourceListRules.Scope()
            for claim in spec["resourceClaims"].elements where !claim["name"].text.isEmpty {
                requirements.claims.insert(claim["name"].text)
            }
        }
    }

    static func validateAll(
        _ spec: JSONValue, _ path: FieldPath, _ scope: Scope, _ errors: inout FieldErrors
    ) {
        var names = Set(spec["containers"].elements.map { $0["name"].text })
        validateMain(spec["containers"].elements, path["containers"], scope, &errors)
        let initial = spec["initContainers"].elements
        if !initial.isEmpty { validateInitial(initial, path["initContainers"], scope, &names, &errors) }
        let ephemeral = spec["ephemeralContainers"].elements
        if !ephemeral.isEmpty { validateEphemeral(ephemeral, path["ephemeralContainers"], scope, names, &errors) }
    }

    private static func validateMain(
        _ containers: [JSONValue], _ list: FieldPath, _ scope: Scope, _ errors: inout FieldErrors
    ) {
        if containers.isEmpty { errors.required(list) }
        var names: Set<String> = []
        var hostPorts: Set<String> = []
        for (index, container) in containers.enumerated() {
            let path = list[index]
            validateCommon(container, path, scope, &errors)
            let name = container["name"].text
            if !names.insert(name).inserted { errors.duplicate(path["name"], .string(name)) }
            ProbeRules.validateLifecycle(container, path, scope.gracePeriod, &errors)
            ContainerRules.validateRestart(container, path, &errors)
        }
        for (index, container) in containers.enumerated() {
            ContainerRules.collectHostPorts(container, list[index], &hostPorts, &errors)
        }
    }

    private static func validateInitial(
        _ containers: [JSONValue], _ list: FieldPath, _ scope: Scope, _ names: inout Set<String>,
        _ errors: inout FieldErrors
    ) {
        for (index, container) in containers.enumerated() {
            let path = list[index]
            validateCommon(container, path, scope, &errors)
            ContainerRules.validateRestart(container, path, &errors)
            let name = container["name"].text
            if names.contains(name) {
                errors.duplicate(path["name"], .string(name))
            } else if !name.isEmpty {
                names.insert(name)
            }
            var hostPorts: Set<String> = []
            ContainerRules.collectHostPorts(container, list[0], &hostPorts, &errors)  // upstream's index
            if container["restartPolicy"] == "Always" {
                ProbeRules.validateLifecycle(container, path, scope.gracePeriod, &errors)
            } else {
                for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
                where !container[key].isNull {
                    errors.forbidden(path[key], "may not be set for init containers without restartPolicy=Always")
                }
            }
        }
    }

    private static let forbiddenInEphemeral = [
        "ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe",
        "startupProbe", "lifecycle",
    ]

    private static func validateEphemeral(
        _ containers: [JSONValue], _ list: FieldPath, _ scope: Scope, _ others: Set<String>,
        _ errors: inout FieldErrors
    ) {
        var names = others
        for (index, container) in containers.enumerated() {
            let path = list[index]
            validateCommon(container, path, scope, &errors)
            validateImagePadding(container, path, &errors)
            let name = container["name"].text
            if !names.insert(name).inserted { errors.duplicate(path["name"], .string(name)) }
            let target = container["targetContainerName"].text
            if !target.isEmpty, !others.contains(target) {
                errors.notFound(path["targetContainerName"], .string(target))
            }
            for key in forbiddenInEphemeral where !container[key].isEmptyValue {
                errors.forbidden(path[key], "cannot be set for an Ephemeral Container")
            }
            for (number, mount) in container["volumeMounts"].elements.enumerated() {
                for key in ["subPath", "subPathExpr"] where !mount[key].text.isEmpty {
                    errors.forbidden(path["volumeMounts"][number][key], "cannot be set for an Ephemeral Container")
                }
            }
        }
    }

    /// What all containers have (`validateContainerCommon`).
    private static func validateCommon(
        _ container: JSONValue, _ path: FieldPath, _ scope: Scope, _ errors: inout FieldErrors
    ) {
        errors.requireValid(container["name"], path["name"], Names.dnsLabelProblems)
        errors.require(container["image"], path["image"])
        errors.choose(
            container["terminationMessagePolicy"], ["File", "FallbackToLogsOnError"],
            path["terminationMessagePolicy"])
        if !container["ports"].isNull { ContainerRules.validatePorts(container["ports"], path["ports"], &errors) }
        if !container["env"].isNull { EnvironmentValidation.validate(container["env"], path["env"], &errors) }
        if !container["envFrom"].isNull {
            EnvironmentValidation.validateSources(container["envFrom"], path["envFrom"], &errors)
        }
        MountRules.validate(container, path, scope.volumes, &errors)
        errors.choose(
            container["imagePullPolicy"], ["Always", "IfNotPresent", "Never"], path["imagePullPolicy"])
        let resources = container["resources"]
        if resources.object?.isEmpty == false {
            ResourceListRules.validateRequirements(resources, scope.requirements, path["resources"], &errors)
        }
        ContainerRules.validateResize(container["resizePolicy"], scope.restartPolicy, path["resizePolicy"], &errors)
        PodSecurityRules.validate(
            container: container["securityContext"], hostUsers: scope.hostUsers, path["securityContext"], &errors)
    }

    /// The image of a pod, not of a template, has no space around it.
    static func validateImagePadding(
        _ container: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        let image = container["image"].text
        // Printable ASCII at both ends, as always, needs no look at what Unicode calls a space.
        let isPlain = { (byte: UInt8?) in byte.map { $0 > 0x20 && $0 < 0x7f } ?? true }
        if isPlain(image.utf8.first), isPlain(image.utf8.last) { return }
        if image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            errors.invalid(path()["image"], .string(image), "must not have leading or trailing whitespace")
        }
    }
}
