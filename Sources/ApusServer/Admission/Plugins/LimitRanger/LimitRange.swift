import ApusAPI
import ApusJSON

/// The limits that one LimitRange sets, ready for comparison.
struct LimitRange: Sendable {
    typealias Amounts = [(name: String, quantity: Quantity)]

    private struct Item: Sendable {
        let type: String
        let min: Amounts
        let max: Amounts
        let ratio: Amounts

        init(_ object: JSONValue) {
            type = object["type"].string ?? ""
            min = LimitRange.amounts(object["min"])
            max = LimitRange.amounts(object["max"])
            ratio = LimitRange.amounts(object["maxLimitRequestRatio"])
        }
    }

    private let items: [Item]
    private let defaultLimits: [JSONObject.Member]
    private let defaultRequests: [JSONObject.Member]

    init(_ object: JSONValue) {
        let limits = object["spec"]["limits"].elements
        items = limits.map(Item.init)
        let containers = limits.filter { $0["type"].string == "Container" }
        defaultLimits = LimitRange.sorted(containers.flatMap { $0["default"].object?.members ?? [] })
        defaultRequests = LimitRange.sorted(containers.flatMap { $0["defaultRequest"].object?.members ?? [] })
    }

    private static func sorted(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        members.sorted { $0.key < $1.key }
    }

    static func amounts(_ list: JSONValue) -> Amounts {
        sorted(list.object?.members ?? []).compactMap { member in
            guard let quantity = try? Quantity(parsing: member.value.string ?? "") else { return nil }
            return (member.key, quantity)
        }
    }

    // MARK: - Defaults

    /// Fills in what containers do not say, and notes that in an annotation.
    func setDefaults(_ pod: inout JSONValue) {
        var notes: [String] = []
        for (list, what) in [("containers", "container"), ("initContainers", "init container")] {
            for index in pod["spec"][list].elements.indices {
                set(&pod["spec"][list][index], what, &notes)
            }
        }
        guard !notes.isEmpty else { return }
        pod["metadata"]["annotations"]["kubernetes.io/limit-ranger"] = .string(
            "LimitRanger plugin set: " + notes.joined(separator: "; "))
    }

    private func set(_ container: inout JSONValue, _ what: String, _ notes: inout [String]) {
        let name = container["name"].string ?? ""
        for (key, defaults, word) in [("requests", defaultRequests, "request"), ("limits", defaultLimits, "limit")] {
            let missing = defaults.filter { container["resources"][key][$0.key].isNull }
            guard !missing.isEmpty else { continue }
            for member in missing { container["resources"][key][member.key] = member.value }
            notes.append("\(missing.map(\.key).joined(separator: ", ")) \(word) for \(what) \(name)")
        }
    }

    // MARK: - Bounds

    func problems(ofPod pod: JSONValue) -> [String] {
        var problems: [String] = []
        let spec = pod["spec"]
        for item in items {
            switch item.type {
            case "Container":
                for container in spec["containers"].elements + spec["initContainers"].elements {
                    check(
                        item, Amounted(container["resources"]["requests"]), Amounted(container["resources"]["limits"]),
                        &problems)
                }
            case "Pod":
                check(
                    item, Amounted(sum: spec, "requests"), Amounted(sum: spec, "limits"), &problems)
            default: break
            }
        }
        return problems
    }

    func problems(ofClaim claim: JSONValue) -> [String] {
        var problems: [String] = []
        let requests = Amounted(claim["spec"]["resources"]["requests"])
        for item in items where item.type == "PersistentVolumeClaim" {
            for (name, bound) in item.min { minimum(item.type, name, bound, requests, Amounted(), &problems) }
            for (name, bound) in item.max {
                let start = "maximum \(name) usage per \(item.type) is \(bound)"
                guard let request = requests[name] else {
                    problems.append("\(start). No request is specified")
                    continue
                }
                if request > bound { problems.append("\(start), but request is \(request)") }
            }
        }
        return problems
    }

    private func check(_ item: Item, _ requests: Amounted, _ limits: Amounted, _ problems: inout [String]) {
        for (name, bound) in item.min { minimum(item.type, name, bound, requests, limits, &problems) }
        for (name, bound) in item.max { maximum(item.type, name, bound, requests, limits, &problems) }
        for (name, bound) in item.ratio { ratio(item.type, name, bound, requests, limits, &problems) }
    }

    private func minimum(
        _ type: String, _ name: String, _ bound: Quantity, _ requests: Amounted, _ limits: Amounted,
        _ problems: inout [String]
    ) {
        let start = "minimum \(name) usage per \(type) is \(bound)"
        guard let request = requests[name] else { return problems.append("\(start). No request is specified") }
        if request < bound { return problems.append("\(start), but request is \(request)") }
        if let limit = limits[name], limit < bound { problems.append("\(start), but limit is \(limit)") }
    }

    private func maximum(
        _ type: String, _ name: String, _ bound: Quantity, _ requests: Amounted, _ limits: Amounted,
        _ problems: inout [String]
    ) {
        let start = "maximum \(name) usage per \(type) is \(bound)"
        guard let limit = limits[name] else { return problems.append("\(start). No limit is specified") }
        if limit > bound { return problems.append("\(start), but limit is \(limit)") }
        if let request = requests[name], request > bound { problems.append("\(start), but request is \(request)") }
    }

    private func ratio(
        _ type: String, _ name: String, _ bound: Quantity, _ requests: Amounted, _ limits: Amounted,
        _ problems: inout [String]
    ) {
        let start = "\(name) max limit to request ratio per \(type) is \(bound)"
        guard let request = requests[name], !request.isZero else {
            return problems.append("\(start), but no request is specified or request is 0")
        }
        guard let limit = limits[name], !limit.isZero else {
            return problems.append("\(start), but no limit is specified or limit is 0")
        }
        let found = limit.approximateValue / request.approximateValue
        if found > bound.approximateValue {
            problems.append("\(start), but provided ratio is \(GoText.fixed(found, digits: 6))")
        }
    }
}

/// What a container, a Pod or a claim asks for, by name.
private struct Amounted {
    private var amounts: [String: Quantity] = [:]

    init() {}

    init(_ list: JSONValue) {
        for (name, quantity) in LimitRange.amounts(list) { amounts[name] = quantity }
    }

    /// What a Pod as a whole asks for; only what each of its containers says counts.
    init(sum spec: JSONValue, _ key: String) {
        let containers = spec["containers"].elements.map { Amounted($0["resources"][key]) }
        let initial = spec["initContainers"].elements
        let sidecars = initial.filter { $0["restartPolicy"].string == "Always" }.map { Amounted($0["resources"][key]) }
        for container in containers + sidecars {
            for (name, quantity) in container.amounts { amounts[name] = (amounts[name] ?? .zero) + quantity }
        }
        for name in Array(amounts.keys) where !containers.allSatisfy({ $0[name] != nil }) { amounts[name] = nil }
        for container in initial where container["restartPolicy"].string != "Always" {
            for (name, quantity) in Amounted(container["resources"][key]).amounts
            where amounts[name].map({ $0 < quantity }) ?? false {
                amounts[name] = quantity
            }
        }
        // What is said of the Pod as a whole counts more than its parts.
        for (name, quantity) in Amounted(spec["resources"][key]).amounts { amounts[name] = quantity }
    }

    subscript(name: String) -> Quantity? { amounts[name] }
}
