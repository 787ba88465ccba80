import Synchronization

/// The time series of one metric name, in Prometheus' data model.
public final class MetricFamily: Sendable {
    public enum Kind: Sendable, Equatable {
        case counter
        case gauge
        /// Upper bounds, growing; +Inf is added.
        case histogram(bounds: [Double])
    }

    public let kind: Kind
    public let name: String
    public let help: String
    public let labels: [String]
    private let series = Mutex<[[String]: Series]>([:])

    private struct Series {
        var value = 0.0
        var observations: UInt64 = 0
        /// Observations by bound, each counted once, in the lowest that holds it.
        var buckets: [UInt64] = []
    }

    /// Nil where the name, a label or the bounds break Prometheus' rules.
    init?(_ kind: Kind, _ name: String, help: String, labels: [String]) {
        guard Self.isName(name, colons: true), labels.allSatisfy({ Self.isName($0, colons: false) }),
            Set(labels).count == labels.count, !labels.contains("le")
        else { return nil }
        if case .histogram(let bounds) = kind {
            guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }), bounds.allSatisfy(\.isFinite) else {
                return nil
            }
        }
        self.kind = kind
        self.name = name
        self.help = help
        self.labels = labels
    }

    private static func isName(_ name: String, colons: Bool) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            case UInt8(ascii: ":"): colons
            default: false
            }
        }
    }

    /// Adds to a counter, sets a gauge, observes in a histogram; as many values as there are labels, or nothing happens.
    public func record(_ value: Double, _ labelValues: [String]) {
        guard labelValues.count == labels.count, !value.isNaN else { return }
        series.withLock { all in
            switch kind {
            case .counter:
                if value >= 0 { all[labelValues, default: Series()].value += value }
            case .gauge:
                all[labelValues, default: Series()].value = value
            case .histogram(let bounds):
                let empty = Series(buckets: Array(repeating: 0, count: bounds.count))
                let bucket = bounds.firstIndex { value <= $0 }
                all[labelValues, default: empty].value += value
                all[labelValues]?.observations += 1
                if let bucket { all[labelValues]?.buckets[bucket] += 1 }
            }
        }
    }

    /// The family in Prometheus' text format.
    func write(to text: inout String) {
        let all = series.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        guard !all.isEmpty else { return }
        let type =
            switch kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(type)\n"
        for (values, series) in all {
            guard case .histogram(let bounds) = kind else {
                text += "\(name)\(braced(values)) \(Self.shown(series.value))\n"
                continue
            }
            var total: UInt64 = 0
            for (bound, count) in zip(bounds, series.buckets) {
                total += count
                text += "\(name)_bucket\(braced(values, le: Self.shown(bound))) \(total)\n"
            }
            text += "\(name)_bucket\(braced(values, le: "+Inf")) \(series.observations)\n"
            text += "\(name)_sum\(braced(values)) \(Self.shown(series.value))\n"
            text += "\(name)_count\(braced(values)) \(series.observations)\n"
        }
    }

    private func braced(_ values: [String], le: String? = nil) -> String {
        var pairs = zip(labels, values).map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
        if let le { pairs.append("le=\"\(le)\"") }
        return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static func shown(_ number: Double) -> String {
        Int64(exactly: number).map { String($0) } ?? (number.isInfinite ? (number < 0 ? "-Inf" : "+Inf") : "\(number)")
    }
}
