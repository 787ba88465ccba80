import NIOCore
import Synchronization

/// How long plugins take: upstream's `apiserver_admission_controller_admission_duration_seconds`.
struct AdmissionMetrics: Sendable {
    enum Phase: String, Sendable, CaseIterable { case admit, validate }

    /// Upper bounds of the buckets, in seconds.
    private static let bounds = [0.005, 0.025, 0.1, 0.5, 1.0, 2.5]
    private static let nanosecondBounds: [Int64] = [
        5_000_000, 25_000_000, 100_000_000, 500_000_000, 1_000_000_000, 2_500_000_000,
    ]

    private struct Counts: Sendable {
        var buckets = [UInt64](repeating: 0, count: AdmissionMetrics.bounds.count)
        var nanoseconds: Int64 = 0
        var count: UInt64 = 0
    }

    /// One plugin's; with no name, those of all of them.
    final class Series: Sendable {
        let name: String
        /// By operation, phase and whether the request was refused.
        private let counts: Mutex<[Counts]>

        fileprivate init(name: String) {
            self.name = name
            counts = Mutex(Array(repeating: Counts(), count: AdmissionRequest.Operation.allCases.count * 4))
        }

        private static func index(_ operation: AdmissionRequest.Operation, _ phase: Phase, _ isRejected: Bool) -> Int {
            let place =
                switch operation {
                case .create: 0
                case .update: 1
                case .delete: 2
                case .connect: 3
                }
            return place * 4 + (phase == .admit ? 0 : 2) + (isRejected ? 1 : 0)
        }

        func count(_ operation: AdmissionRequest.Operation, _ phase: Phase, isRejected: Bool, _ time: TimeAmount) {
            let index = Series.index(operation, phase, isRejected)
            let bucket = AdmissionMetrics.nanosecondBounds.firstIndex { time.nanoseconds <= $0 }
            counts.withLock { counts in
                if let bucket { counts[index].buckets[bucket] += 1 }
                counts[index].count += 1
                counts[index].nanoseconds += time.nanoseconds
            }
        }

        fileprivate func write(to text: inout MetricsText) {
            let all = counts.withLock { $0 }
            for phase in Phase.allCases {
                for operation in AdmissionRequest.Operation.allCases {
                    for isRejected in [false, true] {
                        let counts = all[Series.index(operation, phase, isRejected)]
                        guard counts.count > 0 else { continue }
                        let labels = [
                            ("operation", operation.rawValue), ("rejected", String(isRejected)),
                            ("type", phase.rawValue),
                        ]
                        text.add(
                            histogram: (name.isEmpty ? [] : [("name", name)]) + labels,
                            Array(zip(AdmissionMetrics.bounds, counts.buckets)), count: counts.count,
                            sum: Double(counts.nanoseconds) / 1e9)
                    }
                }
            }
        }
    }

    let series: [Series]
    /// The plugins together: `apiserver_admission_step_admission_duration_seconds`.
    let steps = Series(name: "")

    init(names: [String]) { series = names.map(Series.init(name:)) }

    func write(to text: inout MetricsText) {
        text.begin(
            "apiserver_admission_controller_admission_duration_seconds", "histogram",
            "How long admission plugins took, in seconds.")
        for series in series { series.write(to: &text) }
        text.begin(
            "apiserver_admission_step_admission_duration_seconds", "histogram",
            "How long the plugins of a step took together, in seconds.")
        steps.write(to: &text)
    }
}
