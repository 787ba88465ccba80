import Synchronization

/// The metric families of a host, its plugins' and its own.
public final class MetricRegistry: Sendable {
    private let families = Mutex<[String: MetricFamily]>([:])

    public init() {}

    /// The family `name`, made when it is asked for first; nil where the name breaks Prometheus' rules or is in use
    /// with another type or other labels.
    public func family(
        _ kind: MetricFamily.Kind, _ name: String, help: String, labels: [String] = []
    ) -> MetricFamily? {
        families.withLock { families in
            if let known = families[name] {
                return known.kind == kind && known.labels == labels ? known : nil
            }
            let made = MetricFamily(kind, name, help: help, labels: labels)
            families[name] = made
            return made
        }
    }

    /// All families in Prometheus' text format, by name.
    public var text: String {
        var text = ""
        for (_, family) in families.withLock({ $0 }).sorted(by: { $0.key < $1.key }) { family.write(to: &text) }
        return text
    }
}
