import ApusJSON

/// The variables of a container (`makeEnvironmentVariables` of `pkg/kubelet/kubelet_pods.go`): those of Services, then
/// `envFrom`, then `env`, where a later one of the same name wins and may refer to earlier ones.
struct ContainerEnvironment: Sendable {
    struct Sources: Sendable {
        /// The data of a ConfigMap of the pod's namespace, or nil where there is none.
        var configMap: @Sendable (String) async -> [String: String]?
        /// The data of a Secret, decoded, or nil where there is none.
        var secret: @Sendable (String) async -> [String: String]?
        var services: [JSONValue]
        var podAddresses: [String]
        var node: NodeAddresses
        var allocatable: JSONValue
    }

    private var names: [String] = []
    private(set) var values: [String: String] = [:]

    /// In the order in which they were defined first.
    var variables: [(name: String, value: String)] { names.map { ($0, values[$0] ?? "") } }

    mutating func set(_ name: String, _ value: String) {
        if values.updateValue(value, forKey: name) == nil { names.append(name) }
    }

    static func make(
        _ pod: Pod, _ container: JSONValue, _ sources: Sources
    ) async throws(EnvironmentError) -> ContainerEnvironment {
        var environment = ContainerEnvironment()
        var services = sources.services.filter {
            $0["metadata"].text("namespace") == "default" && $0["metadata"].text("name") == "kubernetes"
        }
        if pod.spec["enableServiceLinks"].bool ?? true {
            services += sources.services.filter { $0["metadata"].text("namespace") == pod.namespace }
        }
        for source in container["envFrom"].elements {
            let prefix = source.text("prefix")
            for (name, value) in try await all(of: source, sources) { environment.set(prefix + name, value) }
        }
        let known = ContainerEnvironment.serviceValues(services)
        for variable in container["env"].elements {
            let name = variable.text("name")
            let current = environment.values
            let expand = { (text: String) in VariableExpansion.expand(text) { current[$0] ?? known[$0] } }
            if let value = variable["value"].string, !value.isEmpty || variable["valueFrom"].isNull {
                environment.set(name, expand(value))
            } else if variable["valueFrom"].isNull {
                environment.set(name, "")
            } else if let value = try await self.value(variable["valueFrom"], pod, container, sources) {
                environment.set(name, value)
            }
        }
        for (name, value) in ServiceVariables.make(services) where environment.values[name] == nil {
            environment.set(name, value)
        }
        return environment
    }

    private static func serviceValues(_ services: [JSONValue]) -> [String: String] {
        Dictionary(ServiceVariables.make(services).map { ($0.name, $0.value) }) { _, last in last }
    }

    private static func all(
        of source: JSONValue, _ sources: Sources
    ) async throws(EnvironmentError) -> [(String, String)] {
        let data: [String: String]?
        let what: String
        let reference: JSONValue
        if !source["configMapRef"].isNull {
            reference = source["configMapRef"]
            what = "configmap"
            data = await sources.configMap(reference.text("name"))
        } else if !source["secretRef"].isNull {
            reference = source["secretRef"]
            what = "secret"
            data = await sources.secret(reference.text("name"))
        } else {
            return []
        }
        guard let data else {
            if reference["optional"].bool ?? false { return [] }
            throw EnvironmentError("\(what) \"\(reference.text("name"))\" not found")
        }
        return data.sorted { $0.key < $1.key }
    }

    /// The value of `valueFrom`; nil where an optional source is absent.
    private static func value(
        _ source: JSONValue, _ pod: Pod, _ container: JSONValue, _ sources: Sources
    ) async throws(EnvironmentError) -> String? {
        if let path = source["fieldRef"]["fieldPath"].string {
            if let address = PodField.address(path, sources.podAddresses) { return address }
            guard let value = PodField.value(path, of: pod, node: sources.node) else {
                throw EnvironmentError("unsupported fieldPath: \(path)")
            }
            return value
        }
        if !source["resourceFieldRef"].isNull {
            return try PodField.resource(
                source["resourceFieldRef"], of: pod, container: container.text("name"),
                allocatable: sources.allocatable)
        }
        let isSecret = !source["secretKeyRef"].isNull
        let reference = isSecret ? source["secretKeyRef"] : source["configMapKeyRef"]
        guard !reference.isNull else { return nil }
        let name = reference.text("name")
        let key = reference.text("key")
        let isOptional = reference["optional"].bool ?? false
        let found = isSecret ? await sources.secret(name) : await sources.configMap(name)
        guard let data = found else {
            if isOptional { return nil }
            throw EnvironmentError("\(isSecret ? "secret" : "configmap") \"\(name)\" not found")
        }
        guard let value = data[key] else {
            if isOptional { return nil }
            throw EnvironmentError(
                "couldn't find key \(key) in \(isSecret ? "Secret" : "ConfigMap") \(pod.namespace)/\(name)")
        }
        return value
    }
}
