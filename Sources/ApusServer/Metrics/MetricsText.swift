/// Metrics in Prometheus' text format, version 0.0.4.
struct MetricsText {
    private(set) var text = ""
    private var name = ""

    /// Begins a family; the samples that follow are its.
    mutating func begin(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func add(_ labels: [(String, String)], _ value: Double, suffix: String = "") {
        text += name + suffix
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.0)=\"\(MetricsText.escape($0.1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(MetricsText.number(value))\n"
    }

    /// The samples of one histogram.
    ///
    /// - Parameter buckets: Upper bounds, each with how many values lie under it and above the one before.
    mutating func add(
        histogram labels: [(String, String)], _ buckets: [(bound: Double, count: UInt64)], count: UInt64, sum: Double
    ) {
        var total: UInt64 = 0
        for bucket in buckets {
            total += bucket.count
            add(labels + [("le", MetricsText.number(bucket.bound))], Double(total), suffix: "_bucket")
        }
        add(labels + [("le", "+Inf")], Double(count), suffix: "_bucket")
        add(labels, sum, suffix: "_sum")
        add(labels, Double(count), suffix: "_count")
    }

    /// A family of one sample.
    mutating func add(_ name: String, _ type: String, _ help: String, _ value: Double) {
        begin(name, type, help)
        add([], value)
    }

    /// Families that somebody else wrote in the same format.
    mutating func add(families: String) { text += families }

    static func number(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escape(_ text: String) -> String {
        guard text.contains(where: { $0 == "\"" || $0 == "\\" || $0 == "\n" }) else { return text }
        return text.reduce(into: "") { result, character in
            switch character {
            case "\"", "\\": result += "\\\(character)"
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }
}
