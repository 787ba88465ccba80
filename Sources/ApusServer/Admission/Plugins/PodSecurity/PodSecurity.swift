import ApusAPI
import ApusJSON

/// Holds Pods to the security standard of their namespace; warns of workloads whose Pods would be refused, and of the Pods
/// that a stricter label finds in its namespace.
struct PodSecurity: ValidatingAdmission {
    let configuration: PodSecurityConfiguration
    let objects: ObjectReader

    var name: String { "PodSecurity" }
    var scope: AdmissionScope {
        AdmissionScope(
            [.create, .update],
            [.init("namespaces"), .init("pods", subresource: "*")]
                + Self.templates.map { .init($0.resource, group: $0.group) })
    }

    /// Where the template of a workload's Pods lies.
    private static let templates: [(group: String, resource: String, path: [String])] = [
        ("", "podtemplates", ["template"]),
        ("", "replicationcontrollers", ["spec", "template"]),
        ("apps", "replicasets", ["spec", "template"]),
        ("apps", "deployments", ["spec", "template"]),
        ("apps", "statefulsets", ["spec", "template"]),
        ("apps", "daemonsets", ["spec", "template"]),
        ("batch", "jobs", ["spec", "template"]),
        ("batch", "cronjobs", ["spec", "jobTemplate", "spec", "template"]),
    ]

    private static let ignoredSubresources: Set<String> = [
        "exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status",
    ]

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        switch request.definition.resource {
        case "namespaces": try validateNamespace(object, request)
        case "pods":
            guard !Self.ignoredSubresources.contains(request.subresource) else { return }
            try validate(object, request, isPod: true)
        default: try validate(object, request, isPod: false)
        }
    }

    // MARK: - Pods and workloads

    private func validate(_ object: JSONValue, _ request: AdmissionRequest, isPod: Bool) throws(StatusError) {
        guard !configuration.exemptNamespaces.contains(request.namespace),
            !configuration.exemptUsers.contains(request.user.name)
        else { return }
        guard let namespace = objects.namespace(request.namespace) else {
            throw .internalError("failed to lookup namespace \(request.namespace)")
        }
        let policy = namespace.podSecurity
        guard !policy.isPrivileged, isPod || policy.warn.level != .privileged else { return }
        var template = object
        if !isPod {
            let place = Self.templates.first {
                $0.resource == request.definition.resource && $0.group == request.definition.group
            }
            for key in place?.path ?? [] { template = template[key] }
            guard !template.isNull else { return }
        } else if request.operation == .update, !isSignificant(object, request.old) {
            return
        }
        let spec = template["spec"]
        if let name = spec["runtimeClassName"].string, configuration.exemptRuntimeClasses.contains(name) { return }
        let subject = PodSecurityCheck.Subject(annotations: template["metadata"]["annotations"], spec: spec)
        if isPod {
            let findings = PodSecurityCheck.findings(policy.enforce, subject)
            guard findings.isEmpty else {
                throw request.forbidden(
                    "violates PodSecurity \(GoText.quoted(policy.enforce.description)): \(findings.details)")
            }
        }
        let findings = PodSecurityCheck.findings(policy.warn, subject)
        guard !findings.isEmpty else { return }
        request.warnings.add([
            "would violate PodSecurity \(GoText.quoted(policy.warn.description)): \(findings.details)"
        ])
    }

    /// Whether an update changes what the standards look at: images, added containers, seccomp annotations.
    private func isSignificant(_ pod: JSONValue, _ old: JSONValue) -> Bool {
        func annotation(_ pod: JSONValue, _ key: String) -> JSONValue { pod["metadata"]["annotations"][key] }
        let key = "seccomp.security.alpha.kubernetes.io/pod"
        if annotation(pod, key) != annotation(old, key) { return true }
        func differs(_ container: JSONValue, _ other: JSONValue) -> Bool {
            let key = "container.seccomp.security.alpha.kubernetes.io/\(container["name"].string ?? "")"
            return container["image"] != other["image"] || annotation(pod, key) != annotation(old, key)
        }
        for list in ["containers", "initContainers"] {
            let new = pod["spec"][list].elements
            let before = old["spec"][list].elements
            if new.count != before.count || zip(new, before).contains(where: differs) { return true }
        }
        let before = old["spec"]["ephemeralContainers"].elements
        return pod["spec"]["ephemeralContainers"].elements.contains { container in
            guard let other = before.first(where: { $0["name"] == container["name"] }) else { return true }
            return differs(container, other)
        }
    }

    // MARK: - Namespaces

    private func validateNamespace(_ namespace: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        var errors = FieldErrors()
        var oldErrors = FieldErrors()
        let new = PodSecurityPolicy(
            labels: namespace["metadata"]["labels"], defaults: configuration.defaults, &errors)
        let old = PodSecurityPolicy(
            labels: request.old["metadata"]["labels"], defaults: configuration.defaults, &oldErrors)
        if !errors.isEmpty, request.operation == .create || errors.all != oldErrors.all {
            throw .invalid(group: "", kind: "Namespace", name: request.name, errors)
        }
        guard request.operation == .update, new.enforce != old.enforce, new.enforce.level != .privileged,
            new.enforce.version != old.enforce.version || new.enforce.level > old.enforce.level,
            !configuration.exemptNamespaces.contains(request.name)
        else { return }
        request.warnings.add(warnings(request.name, new.enforce))
    }

    /// How many Pods of a namespace are looked at.
    private static let podLimit = 3000

    private func warnings(_ namespace: String, _ standard: PodSecurityPolicy.Standard) -> [String] {
        let pods = objects.pods(in: namespace)
        var names: [String: [String]] = [:]
        for pod in pods.prefix(Self.podLimit) {
            let tree = pod.tree()
            if let name = tree["spec"]["runtimeClassName"].string, configuration.exemptRuntimeClasses.contains(name) {
                continue
            }
            let findings = PodSecurityCheck.findings(
                standard,
                PodSecurityCheck.Subject(annotations: tree["metadata"]["annotations"], spec: tree["spec"]))
            if !findings.isEmpty { names[findings.reasons, default: []].append(pod.name) }
        }
        var texts: [String] = []
        if pods.count > Self.podLimit {
            texts.append(
                "new PodSecurity enforce level only checked against the first \(Self.podLimit) of \(pods.count) "
                    + "existing pods")
        }
        if !names.isEmpty {
            texts.append(
                "existing pods in namespace \(GoText.quoted(namespace)) violate the new PodSecurity enforce level "
                    + GoText.quoted(standard.description))
        }
        let found = names.map { reasons, names in
            let first = names.min() ?? ""
            return switch names.count {
            case 1: "\(first): \(reasons)"
            case 2: "\(first) (and 1 other pod): \(reasons)"
            default: "\(first) (and \(names.count - 1) other pods): \(reasons)"
            }
        }
        return texts + found.sorted()
    }
}
