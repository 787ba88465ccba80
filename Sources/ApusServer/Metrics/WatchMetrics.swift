import ApusAPI
import Synchronization

/// What watches sent: upstream's `apiserver_watch_events_total` and `apiserver_watch_events_sizes`, by resource.
final class WatchMetrics: Sendable {
    /// Upper bounds of the buckets of sizes, in bytes.
    private static let bounds = (0..<8).map { 1024 << $0 }

    /// The events of one resource in one version.
    final class Series: Sendable {
        private let count = Atomic<UInt64>(0)
        private let bytes = Atomic<UInt64>(0)
        /// By the power of two of a kilobyte that an event fits in.
        private let sizes: [Counter] = WatchMetrics.bounds.map { _ in Counter() }

        private final class Counter: Sendable {
            let value = Atomic<UInt64>(0)
        }

        func add(bytes size: Int) {
            count.wrappingAdd(1, ordering: .relaxed)
            bytes.wrappingAdd(UInt64(size), ordering: .relaxed)
            guard let bucket = WatchMetrics.bounds.firstIndex(where: { size <= $0 }) else { return }
            sizes[bucket].value.wrappingAdd(1, ordering: .relaxed)
        }

        fileprivate var total: UInt64 { count.load(ordering: .relaxed) }

        fileprivate func writeSizes(_ labels: [(String, String)], to text: inout MetricsText) {
            let counts = sizes.map { $0.value.load(ordering: .relaxed) }
            text.add(
                histogram: labels, Array(zip(WatchMetrics.bounds.map(Double.init), counts)), count: total,
                sum: Double(bytes.load(ordering: .relaxed)))
        }
    }

    private let series = Mutex<[GroupVersionResource: Series]>([:])

    /// The series of a resource, to be kept by who watches it.
    func series(of resource: GroupVersionResource) -> Series {
        series.withLock { series in
            if let known = series[resource] { return known }
            let new = Series()
            series[resource] = new
            return new
        }
    }

    func write(to text: inout MetricsText) {
        let all = series.withLock { $0 }.filter { $0.value.total > 0 }.sorted {
            $0.key.description < $1.key.description
        }
        func labels(_ resource: GroupVersionResource) -> [(String, String)] {
            [("group", resource.group), ("resource", resource.resource), ("version", resource.version)]
        }
        text.begin("apiserver_watch_events_total", "counter", "Events that were sent to those who watch.")
        for (resource, series) in all { text.add(labels(resource), Double(series.total)) }
        text.begin("apiserver_watch_events_sizes", "histogram", "How long these events were, in bytes.")
        for (resource, series) in all { series.writeSizes(labels(resource), to: &text) }
    }
}
