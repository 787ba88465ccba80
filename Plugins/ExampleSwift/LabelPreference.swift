import ApusPluginKit

/// Prefers nodes by the number in one of their labels: `disk-speed: "7"` beats `disk-speed: "3"`.
final class LabelPreference: ScoreComponent, NormalizeComponent {
    static let name = "LabelPreference"

    private let label: String
    private let lowest: Bool

    init(host: Host, configuration: [UInt8]) throws {
        guard let label = host.string("/label"), !label.isEmpty else {
            throw Failure(.invalidArgument, "label: Required value")
        }
        self.label = label
        lowest = host.boolean("/lowest") ?? false
        host.log(.debug, "prefers nodes by label", ["label": label])
    }

    func score(_ call: ScoreCall) {
        let labels = call.snapshot.labels
        // Ids are compared in the loop; strings are read once for each node that has the label.
        guard let key = call.snapshot.id(of: label) else { return }
        call.candidates.forEach { row in
            guard let value = call.snapshot.label(key, of: row, in: labels) else { return }
            call.scores[row] = max(0, Int64(call.snapshot.string(value)) ?? 0)
        }
    }

    func normalize(_ call: ScoreCall) {
        call.normalizeByMaximum(reversed: lowest)
    }
}
