import ApusAPI
import NIOConcurrencyHelpers
import NIOCore
import Synchronization

/// What requests cost: the series of upstream's `apiserver_request_*`.
final class RequestMetrics: Sendable {
    /// What requests are counted by.
    struct Key: Hashable, Sendable {
        var verb: String
        var group = ""
        var version = ""
        var resource = ""
        var subresource = ""
        var scope = ""
        var isDryRun = false
    }

    fileprivate struct Series: Sendable {
        var byCode: [Int: UInt64] = [:]
        var buckets = [UInt64](repeating: 0, count: RequestMetrics.bounds.count)
        var seconds = 0.0
        var count: UInt64 = 0
        /// Of reads: how long their answers were.
        var sizes = [UInt64](repeating: 0, count: RequestMetrics.sizeBounds.count)
        var bytes = 0
        /// Of watches and connections: how many are open.
        var open = 0
        /// Requests that the server did not let end by themselves.
        var terminations: [Int: UInt64] = [:]
        /// Requests whose client went away before their answer.
        var aborts: UInt64 = 0
    }

    /// Upper bounds of the duration buckets, in seconds.
    static let bounds = [
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
    ]

    /// The duration buckets of service levels begin further up.
    private static let sliBound = 0.05

    /// Upper bounds of the size buckets, in bytes.
    static let sizeBounds = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]

    private let series = NIOLockedValueBox<[Key: Series]>([:])

    /// One request that is being answered. `finish` counts it and leaves the gate; a second call is ignored.
    final class Measurement: Sendable {
        let key: Key
        let start: NIODeadline
        private let metrics: RequestMetrics
        private let isLongRunning: Bool
        private let gate: RequestGate?
        private let finished = Atomic<Bool>(false)

        init(
            _ metrics: RequestMetrics, _ key: Key, start: NIODeadline, isLongRunning: Bool, gate: RequestGate? = nil
        ) {
            self.metrics = metrics
            self.key = key
            self.start = start
            self.isLongRunning = isLongRunning
            self.gate = gate
            if isLongRunning { metrics.began(key) }
        }

        func finish(code: Int, bytes: Int = 0) {
            guard !finished.exchange(true, ordering: .relaxed) else { return }
            metrics.record(key, code: code, after: .now() - start, bytes: bytes, isLongRunning: isLongRunning)
            gate?.leave()
        }

        /// The client went away before it was answered.
        func abort() {
            guard !finished.exchange(true, ordering: .relaxed) else { return }
            metrics.aborted(key)
            gate?.leave()
        }

        var isFinished: Bool { finished.load(ordering: .relaxed) }
    }

    private func record(_ key: Key, code: Int, after duration: TimeAmount, bytes: Int, isLongRunning: Bool) {
        series.withLockedValue { series in
            series[key, default: Series()].add(
                code, Double(duration.nanoseconds) / 1e9, bytes: bytes, isLongRunning: isLongRunning)
        }
    }

    private func began(_ key: Key) { series.withLockedValue { $0[key, default: Series()].open += 1 } }

    private func aborted(_ key: Key) { series.withLockedValue { $0[key, default: Series()].aborts += 1 } }

    /// Counts a request that was refused before it was looked at.
    func refused(_ key: Key, code: Int) {
        series.withLockedValue { series in
            series[key, default: Series()].byCode[code, default: 0] += 1
            series[key, default: Series()].terminations[code, default: 0] += 1
        }
    }

    /// Counts a request that the server ended though it was under way; its answer is counted beside.
    func terminated(_ key: Key, code: Int) {
        series.withLockedValue { $0[key, default: Series()].terminations[code, default: 0] += 1 }
    }

    func write(to text: inout MetricsText) {
        let all = series.withLockedValue { $0 }.sorted { $0.key.order < $1.key.order }
        text.begin("apiserver_request_total", "counter", "Requests by verb, resource and code of the answer.")
        for (key, series) in all {
            for (code, count) in series.byCode.sorted(by: { $0.key < $1.key }) {
                text.add(key.labels + [("code", String(code))], Double(count))
            }
        }
        text.begin("apiserver_request_terminations_total", "counter", "Requests that the server ended to save itself.")
        for (key, series) in all {
            for (code, count) in series.terminations.sorted(by: { $0.key < $1.key }) {
                text.add(key.labelsOfAll + [("code", String(code))], Double(count))
            }
        }
        text.begin("apiserver_request_aborts_total", "counter", "Requests that were never answered.")
        for (key, series) in all where series.aborts > 0 {
            text.add(key.labelsOfAll.filter { $0.0 != "component" }, Double(series.aborts))
        }
        text.begin("apiserver_longrunning_requests", "gauge", "Watches and connections that are open.")
        for (key, series) in all where series.open > 0 { text.add(key.labelsOfAll, Double(series.open)) }
        text.begin("apiserver_response_sizes", "histogram", "How long the answers of reads were, in bytes.")
        for (key, series) in all where !key.isDryRun && ["GET", "LIST"].contains(key.verb) && series.count > 0 {
            let bounds = zip(RequestMetrics.sizeBounds.map(Double.init), series.sizes)
            text.add(histogram: key.labelsOfAll, Array(bounds), count: series.count, sum: Double(series.bytes))
        }
        writeDurations(all, to: &text)
    }

    private func writeDurations(_ all: [(key: Key, value: Series)], to text: inout MetricsText) {
        text.begin("apiserver_request_duration_seconds", "histogram", "How long answers took, in seconds.")
        for (key, series) in all where series.count > 0 {
            let buckets = Array(zip(RequestMetrics.bounds, series.buckets))
            text.add(histogram: key.labels, buckets, count: series.count, sum: series.seconds)
        }
        // There are no webhooks and no queues whose time would not count.
        text.begin("apiserver_request_sli_duration_seconds", "histogram", "How long the server took, in seconds.")
        for (key, series) in all where series.count > 0 && !key.isDryRun {
            let first = RequestMetrics.bounds.firstIndex(of: RequestMetrics.sliBound) ?? 0
            var buckets = Array(zip(RequestMetrics.bounds, series.buckets))[first...]
            buckets[first].1 += series.buckets[..<first].reduce(0, +)
            text.add(histogram: key.labelsOfAll, Array(buckets), count: series.count, sum: series.seconds)
        }
    }
}

extension RequestMetrics.Series {
    mutating func add(_ code: Int, _ seconds: Double, bytes: Int, isLongRunning: Bool) {
        byCode[code, default: 0] += 1
        if isLongRunning { open -= 1 }
        self.bytes += bytes
        if let bucket = RequestMetrics.sizeBounds.firstIndex(where: { bytes <= $0 }) { sizes[bucket] += 1 }
        count += 1
        self.seconds += seconds
        if let bucket = RequestMetrics.bounds.firstIndex(where: { seconds <= $0 }) { buckets[bucket] += 1 }
    }
}

extension RequestMetrics.Key {
    var order: String { "\(group)/\(version)/\(resource)/\(subresource)/\(verb)/\(scope)/\(isDryRun)" }

    var labels: [(String, String)] {
        [
            ("component", component), ("dry_run", isDryRun ? "All" : ""), ("group", group), ("resource", resource),
            ("scope", scope), ("subresource", subresource), ("verb", verb), ("version", version),
        ]
    }

    /// The health paths are counted by their path, and by no component.
    private var component: String { resource.isEmpty && !subresource.isEmpty ? "" : "apiserver" }

    /// Without what only writes have.
    var labelsOfAll: [(String, String)] { labels.filter { $0.0 != "dry_run" } }

    /// The key of a request, with upstream's verb names. Clients cannot make up series: what is not served has no name
    /// in them.
    init(_ info: RequestInfo, _ resource: ServedResource?, isDryRun: Bool = false, isApply: Bool = false) {
        guard info.isResource else {
            self.init(verb: RequestMetrics.Key.verb(info), isDryRun: isDryRun)
            if RequestMetrics.Key.healthPaths.contains(info.path) { subresource = info.path }
            return
        }
        guard let resource else {
            self.init(verb: RequestMetrics.Key.verb(info))
            return
        }
        self.init(verb: isApply ? "APPLY" : RequestMetrics.Key.verb(info), isDryRun: isDryRun)
        group = info.group
        version = info.version
        self.resource = info.resource
        if !info.subresource.isEmpty, resource.definition.subresource(info.subresource) != nil {
            subresource = info.subresource
        }
        let isOne = !info.name.isEmpty || info.verb == "create"
        scope = isOne ? "resource" : info.namespace.isEmpty ? "cluster" : "namespace"
    }

    private static let healthPaths: Set = ["/healthz", "/livez", "/readyz"]

    /// Clients cannot make up verbs either.
    private static func verb(_ info: RequestInfo) -> String {
        switch info.verb {
        case "create": connects(info) ? "CONNECT" : "POST"
        case "update": "PUT"
        case "get", "head": connects(info) ? "CONNECT" : "GET"
        case "list", "watch", "patch", "delete", "deletecollection", "post", "put": info.verb.uppercased()
        default: "other"
        }
    }

    static func connects(_ info: RequestInfo) -> Bool {
        ["exec", "attach", "portforward", "proxy", "log"].contains(info.subresource)
    }
}

extension RequestMetrics {
    /// Which of the requested resources are deprecated (`apiserver_requested_deprecated_apis`).
    func writeDeprecated(_ isDeprecated: (GroupVersionResource) -> Bool, to text: inout MetricsText) {
        let keys = series.withLockedValue { Set($0.keys.map { [$0.group, $0.version, $0.resource, $0.subresource] }) }
        text.begin("apiserver_requested_deprecated_apis", "gauge", "Deprecated APIs that have been requested.")
        for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) })
        where isDeprecated(GroupVersionResource(key[0], key[1], key[2])) {
            text.add(
                [
                    ("group", key[0]), ("version", key[1]), ("resource", key[2]), ("subresource", key[3]),
                    ("removed_release", ""),
                ], 1)
        }
    }
}
