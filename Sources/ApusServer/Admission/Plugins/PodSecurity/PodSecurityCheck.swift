import ApusJSON

/// One rule of the standards: what it finds wrong with a Pod.
struct PodSecurityCheck: Sendable {
    struct Finding: Sendable, Equatable {
        let reason: String
        var detail = ""
    }

    struct Subject: Sendable {
        let annotations: JSONValue
        let spec: JSONValue

        /// All containers, of every kind, in upstream's order.
        var containers: [JSONValue] {
            spec["initContainers"].elements + spec["containers"].elements + spec["ephemeralContainers"].elements
        }

        /// The names of the containers for which `isBad` holds.
        func containers(where isBad: (JSONValue) -> Bool) -> [String] {
            containers.filter(isBad).map { $0["name"].string ?? "" }
        }
    }

    typealias Find = @Sendable (Subject) -> Finding?

    let id: String
    let level: PodSecurityLevel
    /// What a check of the next level says better: it is left out there.
    var overlaps = false
    /// Since which minor version of Kubernetes it looks how, oldest first.
    let versions: [(since: Int, find: Find)]

    init(
        _ id: String, _ level: PodSecurityLevel, overlaps: Bool = false, since: Int = 0, _ find: @escaping Find
    ) {
        self.init(id, level, overlaps: overlaps, [(since, find)])
    }

    init(_ id: String, _ level: PodSecurityLevel, overlaps: Bool = false, _ versions: [(since: Int, find: Find)]) {
        self.id = id
        self.level = level
        self.overlaps = overlaps
        self.versions = versions
    }

    func find(_ subject: Subject, _ version: PodSecurityVersion) -> Finding? {
        versions.last { version.includes($0.since) }?.find(subject)
    }
}

extension PodSecurityCheck {
    /// What is wrong with a Pod by a standard.
    static func findings(_ standard: PodSecurityPolicy.Standard, _ subject: Subject) -> [Finding] {
        guard standard.level != .privileged else { return [] }
        let isRestricted = standard.level == .restricted
        let checks =
            baseline.filter { !$0.overlaps } + (isRestricted ? restricted : baseline.filter(\.overlaps))
        return checks.compactMap { $0.find(subject, standard.version) }
    }

    static func quoted(_ items: some Sequence<String>) -> String {
        items.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    /// `container "a"`, or `containers "a", "b"`.
    static func naming(_ names: [String], _ one: String = "container", _ many: String = "containers") -> String {
        "\(names.count == 1 ? one : many) \(quoted(names))"
    }

    /// `pod and container "a"`: who sets something that is not allowed; nil: nobody.
    static func setters(pod: Bool, _ containers: [String]) -> String? {
        let all = (pod ? ["pod"] : []) + (containers.isEmpty ? [] : [naming(containers)])
        return all.isEmpty ? nil : all.joined(separator: " and ")
    }
}

extension [PodSecurityCheck.Finding] {
    /// `host namespaces (hostNetwork=true), privileged (…)`.
    var details: String {
        map { $0.detail.isEmpty ? $0.reason : "\($0.reason) (\($0.detail))" }.joined(separator: ", ")
    }

    var reasons: String { map(\.reason).joined(separator: ", ") }
}
