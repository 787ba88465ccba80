import ApusAPI
import ApusJSON

/// What clients are told of pods that are valid and yet will not do what they seem to (`pkg/api/pod/warnings.go`).
struct PodWarnings {
    private var warnings: [String] = []
    private let isTemplate: Bool
    private let spec: JSONValue
    private let metadata: JSONValue
    private let path: FieldPath
    private let metadataPath: FieldPath

    /// Those of a new pod.
    static func of(pod: JSONValue) -> [String] {
        let name = pod["metadata"]["name"].text
        let problems = Names.dnsLabelProblems(name)
        var own: [String] = []
        if !problems.isEmpty {
            own.append(
                "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS "
                    + "label is recommended: \(GoText.list(problems))")
        }
        var found = PodWarnings(pod, isTemplate: false, FieldPath("spec"), FieldPath("metadata"))
        return own + found.collect()
    }

    static func of(template: JSONValue, _ path: FieldPath) -> [String] {
        var found = PodWarnings(template, isTemplate: true, path["spec"], path["metadata"])
        return found.collect()
    }

    private init(_ object: JSONValue, isTemplate: Bool, _ path: FieldPath, _ metadataPath: FieldPath) {
        self.isTemplate = isTemplate
        spec = object["spec"]
        metadata = object["metadata"]
        self.path = path
        self.metadataPath = metadataPath
    }

    private mutating func collect() -> [String] {
        addSelectors()
        addAnnotations()
        addVolumes()
        addDuplicates()
        let overhead = path["overhead"]
        for key in ["memory", "ephemeral-storage"] { addFraction(spec["overhead"][key], overhead.key(key)) }
        addContainers()
        addPorts()
        if let seconds = spec["terminationGracePeriodSeconds"].int, seconds < 0 {
            add(
                path["terminationGracePeriodSeconds"],
                "must be >= 0; negative values are invalid and will be treated as 1")
        }
        addAffinities()
        addAddresses()
        return warnings
    }

    private mutating func add(_ path: FieldPath, _ text: String) { warnings.append("\(path): \(text)") }

    // MARK: - Labels of nodes

    private mutating func addSelectors() {
        for member in spec["nodeSelector"].object ?? JSONObject() {
            if let text = NodeLabels.deprecation(member.key) { add(path["nodeSelector"].key(member.key), text) }
        }
        let node = spec["affinity"]["nodeAffinity"]
        let here = path["affinity"]["nodeAffinity"]
        let (required, preferred) = (
            "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
        )
        for (index, term) in node[required]["nodeSelectorTerms"].elements.enumerated() {
            warnings += NodeLabels.warnings(ofTerm: term, here[required]["nodeSelectorTerms"][index])
        }
        for (index, term) in node[preferred].elements.enumerated() {
            warnings += NodeLabels.warnings(ofTerm: term["preference"], here[preferred][index]["preference"])
        }
        for (index, constraint) in spec["topologySpreadConstraints"].elements.enumerated() {
            let here = path["topologySpreadConstraints"][index]
            let key = constraint["topologyKey"].text
            if let text = NodeLabels.deprecation(key) { add(here["topologyKey"], "\(key) is \(text)") }
            if constraint["labelSelector"].isNull {
                add(here["labelSelector"], "a null labelSelector results in matching no pod")
            }
        }
    }

    // MARK: - Old ways

    private mutating func addAnnotations() {
        for (key, field, since) in [
            ("scheduler.alpha.kubernetes.io/critical-pod", "priorityClassName", 16),
            ("security.alpha.kubernetes.io/sysctls", "sysctls", 11),
            ("security.alpha.kubernetes.io/unsafe-sysctls", "sysctls", 11),
        ] where !metadata["annotations"][key].isNull {
            add(
                metadataPath["annotations"].key(key),
                "non-functional in v1.\(since)+; use the \"\(field)\" field instead")
        }
    }

    private static let oldVolumes: [(key: String, name: String, text: String)] = [
        ("photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ]

    private mutating func addVolumes() {
        for (index, volume) in spec["volumes"].elements.enumerated() {
            for (key, name, text) in Self.oldVolumes where !volume[key].isNull {
                add(path["volumes"][index][name], text)
            }
            let template = volume["ephemeral"]["volumeClaimTemplate"]["spec"]
            warnings += ClaimWarnings.of(
                spec: template, path["volumes"][index]["ephemeral"]["volumeClaimTemplate"]["spec"])
        }
        warnings += VolumePathWarnings.of(spec["volumes"].elements)
    }

    // MARK: - Duplicates

    private mutating func addDuplicates() {
        var addresses: Set<String> = []
        for (index, alias) in spec["hostAliases"].elements.enumerated()
        where !addresses.insert(alias["ip"].text).inserted {
            add(path["hostAliases"][index]["ip"], "duplicate ip \(GoText.quoted(alias["ip"].text))")
        }
        var names: Set<String> = []
        let secrets = spec["imagePullSecrets"].elements
        for (index, secret) in secrets.enumerated() where !names.insert(secret["name"].text).inserted {
            add(path["imagePullSecrets"][index]["name"], "duplicate name \(GoText.quoted(secret["name"].text))")
        }
        for (index, secret) in secrets.enumerated() where secret["name"].text.isEmpty {
            add(path["imagePullSecrets"][index]["name"], "invalid empty name \"\"")
        }
    }

    private mutating func addFraction(_ value: JSONValue, _ path: @autoclosure () -> FieldPath) {
        warnings += ClaimWarnings.fraction(value, path()).map { [$0] } ?? []
    }

    private mutating func addAddresses() {
        for (index, server) in spec["dnsConfig"]["nameservers"].elements.enumerated() {
            warnings += AddressRules.addressWarnings(server.text, path["dnsConfig"]["nameservers"][index])
        }
        for (index, alias) in spec["hostAliases"].elements.enumerated() {
            warnings += AddressRules.addressWarnings(alias["ip"].text, path["hostAliases"][index]["ip"])
        }
    }

    // MARK: - Containers

    private mutating func addContainers() {
        let annotations = metadata["annotations"]
        let pod = spec["securityContext"]
        if pod["seccompProfile"].isNull, !annotations["seccomp.security.alpha.kubernetes.io/pod"].isNull {
            add(
                metadataPath["annotations"].key("seccomp.security.alpha.kubernetes.io/pod"),
                "non-functional in v1.27+; use the \"seccompProfile\" field instead")
        }
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for (index, container) in spec[list].elements.enumerated() {
                let here = path[list][index]
                addContainer(container, annotations, hasProfile: !pod["appArmorProfile"].isNull, here)
            }
        }
    }

    private mutating func addContainer(
        _ container: JSONValue, _ annotations: JSONValue, hasProfile: Bool, _ here: @autoclosure () -> FieldPath
    ) {
        let context = container["securityContext"]
        let seccomp = "container.seccomp.security.alpha.kubernetes.io/\(container["name"].text)"
        if context["seccompProfile"].isNull, !annotations[seccomp].isNull {
            add(
                metadataPath["annotations"].key(seccomp),
                "non-functional in v1.27+; use the \"seccompProfile\" field instead")
        }
        let appArmor = PodAnnotationRules.appArmor + container["name"].text
        if isTemplate, !hasProfile, context["appArmorProfile"].isNull, !annotations[appArmor].isNull {
            add(
                metadataPath["annotations"].key(appArmor),
                "deprecated since v1.30; use the \"appArmorProfile\" field instead")
        }
        for key in ["memory", "ephemeral-storage"] {
            for list in ["limits", "requests"] {
                addFraction(container["resources"][list][key], here()["resources"][list].key(key))
            }
        }
        var names: Set<String> = []
        for (index, variable) in container["env"].elements.enumerated() {
            let name = variable["name"].text
            let value = variable["value"].text
            if names.insert(name).inserted { continue }
            if !variable["valueFrom"].isNull || value == "$(\(name))" || !value.contains("$(\(name))") {
                add(
                    here()["env"][index],
                    "hides previous definition of \(GoText.quoted(name)), which may be dropped when using apply")
            }
        }
    }

    private mutating func addPorts() {
        var seen: [String: [(path: FieldPath, port: JSONValue)]] = [:]
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for (index, container) in spec[list].elements.enumerated() {
                for (number, port) in container["ports"].elements.enumerated() {
                    let here = path[list][index]["ports"][number]
                    let (address, host) = (port["hostIP"].text, port["hostPort"].int ?? 0)
                    if !address.isEmpty, host == 0 {
                        add(
                            here,
                            "hostIP set without hostPort: {Name:\(port["name"].text) HostPort:0 "
                                + "ContainerPort:\(port["containerPort"].int ?? 0) Protocol:\(port["protocol"].text) "
                                + "HostIP:\(address)}")
                    }
                    let key = "\(port["containerPort"].int ?? 0)/\(port["protocol"].text)"
                    for other in seen[key] ?? [] {
                        let (otherAddress, otherHost) = (other.port["hostIP"].text, other.port["hostPort"].int ?? 0)
                        if address == otherAddress, host == otherHost {
                            add(here, "duplicate port definition with \(other.path)")
                        } else if host == 0 || otherHost == 0 {
                            add(here, "overlapping port definition with \(other.path)")
                        } else if host == otherHost, address.isEmpty != otherAddress.isEmpty {
                            add(here, "dangerously ambiguous port definition with \(other.path)")
                        }
                    }
                    seen[key, default: []].append((here, port))
                }
            }
        }
    }

    // MARK: - Affinities

    private mutating func addAffinities() {
        let text = "a null labelSelector results in matching no pod"
        for key in ["podAffinity", "podAntiAffinity"] {
            let required = "requiredDuringSchedulingIgnoredDuringExecution"
            for (index, term) in spec["affinity"][key][required].elements.enumerated()
            where term["labelSelector"].isNull {
                add(path["affinity"][key][required][index]["labelSelector"], text)
            }
            let preferred = "preferredDuringSchedulingIgnoredDuringExecution"
            for (index, term) in spec["affinity"][key][preferred].elements.enumerated()
            where term["podAffinityTerm"]["labelSelector"].isNull {
                add(path["affinity"][key][preferred][index]["podAffinityTerm"]["labelSelector"], text)
            }
        }
    }
}
