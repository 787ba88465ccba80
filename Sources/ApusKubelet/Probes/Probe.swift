import ApusJSON

/// The three probes of a container.
enum ProbeKind: String, Sendable, CaseIterable {
    case startup, liveness, readiness

    /// As events name it: `Liveness probe failed: …`.
    var title: String {
        switch self {
        case .startup: "Startup"
        case .liveness: "Liveness"
        case .readiness: "Readiness"
        }
    }
}

/// A probe's settings, with core/v1's defaults.
struct Probe: Sendable, Equatable {
    var action: JSONValue
    var initialDelay: Duration
    var period: Duration
    var timeout: Duration
    var successThreshold: Int64
    var failureThreshold: Int64
    var gracePeriod: Int64?

    init?(_ container: JSONValue, _ kind: ProbeKind) {
        let value = container["\(kind.rawValue)Probe"]
        guard !value.isNull else { return nil }
        action = value
        initialDelay = .seconds(value["initialDelaySeconds"].int ?? 0)
        period = .seconds(max(1, value["periodSeconds"].int ?? 10))
        timeout = .seconds(max(1, value["timeoutSeconds"].int ?? 1))
        successThreshold = max(1, value["successThreshold"].int ?? 1)
        failureThreshold = max(1, value["failureThreshold"].int ?? 3)
        gracePeriod = value["terminationGracePeriodSeconds"].int
    }
}

/// Counts results until a threshold is reached (`pkg/kubelet/prober/worker.go`).
struct ProbeCounter: Sendable {
    private(set) var last: Bool?
    private(set) var run: Int64 = 0

    /// Whether the probe now counts as succeeded or failed; nil where the run is too short to say.
    mutating func add(_ succeeded: Bool, _ probe: Probe) -> Bool? {
        if last == succeeded { run += 1 } else { (last, run) = (succeeded, 1) }
        return run >= (succeeded ? probe.successThreshold : probe.failureThreshold) ? succeeded : nil
    }
}
