import ApusAPI
import ApusJSON
import CApusPlugin

/// What scheduling needs to know of a Pod, read once from its bytes.
struct PodFacts: Sendable {
    /// What decides where the Pod fits; a change of it is worth another attempt.
    struct Requirements: Sendable, Equatable {
        var requests = PodRequests()
        var nodeSelector: [NodeRequirement] = []
        /// Terms of required node affinity; nil where there is none.
        var requiredTerms: [NodeSelectorTerm]?
        var preferredTerms: [NodeSelectorTerm] = []
        var tolerations: [Toleration] = []
        var hostPorts: [HostPort] = []
        /// Normalized image names of the init containers and containers.
        var images: [String] = []
        var isGated = false
    }

    struct Toleration: Sendable, Equatable {
        var key: String
        var value: String
        var effect: UInt32
        var operation: UInt32
    }

    struct HostPort: Sendable, Equatable {
        var address: String
        var port: UInt16
        var protocolNumber: UInt16
    }

    /// The condition PodScheduled as it is stored.
    struct Condition: Sendable, Equatable {
        var status = ""
        var reason = ""
        var message = ""
    }

    var uid: String
    var namespace: String
    var name: String
    var revision: UInt64
    var schedulerName: String
    /// "" while it is not bound.
    var nodeName: String
    var priority: Int32
    /// `preemptionPolicy: Never`.
    var neverPreempts: Bool
    var isTerminating: Bool
    /// Succeeded or Failed: it takes nothing from its node any more.
    var isTerminal: Bool
    var condition: Condition?
    var requirements: Requirements

    var key: String { "\(namespace)/\(name)" }
}

extension PodFacts {
    /// Reads a Pod; nil where the bytes are no JSON, which no transport delivers.
    init?(_ object: APIObject) {
        guard let document = try? Document(parsing: object.bytes) else { return nil }
        let root = Cursor(document)
        self.init(object, root["spec"], root)
    }

    private init(_ object: APIObject, _ spec: borrowing Cursor, _ root: borrowing Cursor) {
        uid = object.uid
        namespace = object.namespace
        name = object.name
        revision = object.revision
        schedulerName = spec["schedulerName"].string ?? "default-scheduler"
        nodeName = spec["nodeName"].string ?? ""
        priority = Int32(clamping: spec["priority"].int ?? 0)
        neverPreempts = spec["preemptionPolicy"].isString("Never")
        isTerminating = root["metadata"]["deletionTimestamp"].hasValue
        isTerminal = root["status"]["phase"].isString("Succeeded") || root["status"]["phase"].isString("Failed")
        requirements = Requirements(spec: spec)
        var found: Condition?
        root["status"]["conditions"].forEach { condition in
            guard condition["type"].isString("PodScheduled") else { return }
            found = Condition(
                status: condition["status"].string ?? "", reason: condition["reason"].string ?? "",
                message: condition["message"].string ?? "")
        }
        condition = found
    }
}

extension PodFacts.Requirements {
    init(spec: borrowing Cursor) {
        requests = PodRequests(spec: spec)
        spec["nodeSelector"].forEachMember { key, value in
            nodeSelector.append(
                NodeRequirement(key: key.string ?? "", operation: APUS_OPERATOR_IN, values: [value.string ?? ""]))
        }
        let affinity = spec["affinity"]["nodeAffinity"]
        let required = affinity["requiredDuringSchedulingIgnoredDuringExecution"]
        if required.hasValue {
            var terms: [NodeSelectorTerm] = []
            required["nodeSelectorTerms"].forEach { terms.append(NodeSelectorTerm($0)) }
            requiredTerms = terms
        }
        affinity["preferredDuringSchedulingIgnoredDuringExecution"].forEach { preference in
            let weight = Int32(clamping: preference["weight"].int ?? 0)
            preferredTerms.append(NodeSelectorTerm(preference["preference"], weight: weight))
        }
        spec["tolerations"].forEach { toleration in
            tolerations.append(
                PodFacts.Toleration(
                    key: toleration["key"].string ?? "", value: toleration["value"].string ?? "",
                    effect: effect(toleration["effect"]),
                    operation: toleration["operator"].isString("Exists")
                        ? APUS_TOLERATION_EXISTS : APUS_TOLERATION_EQUAL))
        }
        readContainers(spec["initContainers"], withPorts: .sidecars)
        readContainers(spec["containers"], withPorts: .all)
        isGated = spec["schedulingGates"].count > 0
    }

    private enum PortsOf { case all, sidecars }

    private mutating func readContainers(_ containers: borrowing Cursor, withPorts kind: PortsOf) {
        containers.forEach { container in
            images.append(normalizedImageName(container["image"].string ?? ""))
            guard kind == .all || container["restartPolicy"].isString("Always") else { return }
            container["ports"].forEach { port in
                guard let number = port["hostPort"].int, number > 0 else { return }
                let address = port["hostIP"].string ?? ""
                let name = port["protocol"].string ?? "TCP"
                hostPorts.append(
                    PodFacts.HostPort(
                        address: address == "0.0.0.0" ? "" : address, port: UInt16(clamping: number),
                        protocolNumber: UInt16(
                            name == "UDP" ? APUS_PROTOCOL_UDP : name == "SCTP" ? APUS_PROTOCOL_SCTP : APUS_PROTOCOL_TCP)
                    ))
            }
        }
    }
}

/// An effect of a taint or toleration by number.
func effect(_ value: borrowing Cursor) -> UInt32 {
    if value.isString("NoSchedule") { return APUS_EFFECT_NO_SCHEDULE }
    if value.isString("PreferNoSchedule") { return APUS_EFFECT_PREFER_NO_SCHEDULE }
    if value.isString("NoExecute") { return APUS_EFFECT_NO_EXECUTE }
    return APUS_EFFECT_ANY
}

/// An image name with the tag `latest` where it has none, as nodes report it.
func normalizedImageName(_ name: String) -> String {
    let bytes = name.utf8
    let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    switch (colon, slash) {
    case (let colon?, let slash?): return colon < slash ? name + ":latest" : name
    case (_?, nil): return name
    default: return name + ":latest"
    }
}
