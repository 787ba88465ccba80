import CApusPlugin

/// A metric family of an instance. Usable on any thread as long as the instance lives.
public struct Metric: @unchecked Sendable {  // the host's metrics are [any-thread]
    private let raw: OpaquePointer
    private let record: @convention(c) (OpaquePointer?, Double, UnsafePointer<apus_str>?, Int) -> Void

    init?(
        _ raw: OpaquePointer?,
        _ record: (@convention(c) (OpaquePointer?, Double, UnsafePointer<apus_str>?, Int) -> Void)?
    ) {
        guard let raw, let record else { return nil }
        self.raw = raw
        self.record = record
    }

    /// Adds to a counter, sets a gauge, observes in a histogram. As many label values as the family has names.
    public func record(_ value: Double, _ labels: String...) {
        withPluginStrings(labels) { record(raw, value, $0, $1) }
    }
}

extension Host {
    /// The counter `name`; nil when the name breaks Prometheus' rules or is in use with another type or other labels.
    public func counter(_ name: String, help: String, labels: [String] = []) -> Metric? {
        guard let table = metricsTable?.pointee, let make = table.counter else { return nil }
        let metric = withPluginStrings([name, help] + labels) { strings, _ in
            strings.flatMap { make(raw, $0[0], $0[1], $0 + 2, labels.count) }
        }
        return Metric(metric, table.record)
    }

    /// The gauge `name`, as `counter`.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> Metric? {
        guard let table = metricsTable?.pointee, let make = table.gauge else { return nil }
        let metric = withPluginStrings([name, help] + labels) { strings, _ in
            strings.flatMap { make(raw, $0[0], $0[1], $0 + 2, labels.count) }
        }
        return Metric(metric, table.record)
    }

    /// The histogram `name`, as `counter`, with growing upper `bounds`.
    public func histogram(_ name: String, help: String, labels: [String] = [], bounds: [Double]) -> Metric? {
        guard let table = metricsTable?.pointee, let make = table.histogram else { return nil }
        let metric = withPluginStrings([name, help] + labels) { strings, _ in
            strings.flatMap { make(raw, $0[0], $0[1], $0 + 2, labels.count, bounds, bounds.count) }
        }
        return Metric(metric, table.record)
    }
}
