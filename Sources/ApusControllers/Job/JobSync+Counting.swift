import ApusAPI
import ApusClient
import ApusJSON

/// How the ends of Pods are counted: a Pod's uid is first written into `status.uncountedTerminatedPods`, then its
/// finalizer is taken, then the uid becomes a number. Whatever stops in between, nothing is lost or counted twice.
extension JobSync {
    private static let limit = 500

    private var uncounted: JSONValue {
        get { status["uncountedTerminatedPods"].object == nil ? [:] : status["uncountedTerminatedPods"] }
        set { status["uncountedTerminatedPods"] = newValue }
    }

    private func uids(_ kind: String) -> [String] { uncounted[kind].elements.compactMap(\.string) }

    /// Those that have succeeded, counted or about to be.
    var succeeded: Int {
        isIndexed ? completedIndexes.count : Int(status["succeeded"].int ?? 0) + uids("succeeded").count
    }
    /// Those that have failed, counted or about to be.
    var failed: Int { Int(status["failed"].int ?? 0) + uids("failed").count }

    /// Counts what can be counted, in at most two writes.
    mutating func count() async throws {
        settle()
        let ended = pods.filter { tracked[$0.uid] != nil && ($0.phase == "Succeeded" || hasFailed($0)) }.prefix(
            Self.limit)
        guard !ended.isEmpty else {
            if status["uncountedTerminatedPods"].isNull { uncounted = [:] }
            return
        }
        var lists = uncounted
        var indexes = isIndexed ? completedIndexes : []
        for pod in ended {
            let kind = pod.phase == "Succeeded" ? "succeeded" : "failed"
            if isIndexed, kind == "succeeded" {
                if let index = Self.index(of: pod), index < completions ?? 0 { indexes.insert(index) }
            } else if !lists[kind].elements.contains(.string(pod.uid)) {
                lists[kind].append(.string(pod.uid))
            }
        }
        uncounted = lists
        if isIndexed { setCompleted(indexes) }
        try await write()
        status = job["status"]
        for pod in ended {
            try await context.client.removeJobFinalizer(from: pod.value)
            tracked[pod.uid] = nil
        }
        settle()
    }

    /// Uids whose Pods no longer carry the finalizer become numbers.
    private mutating func settle() {
        var lists = uncounted
        for kind in ["succeeded", "failed"] {
            let all = lists[kind].elements
            let waiting = all.filter { tracked[$0.string ?? ""] != nil }
            guard waiting.count < all.count else { continue }
            status[kind] = .int((status[kind].int ?? 0) + Int64(all.count - waiting.count))
            lists.set(kind, unlessEmpty: waiting)
        }
        uncounted = lists
    }

    // MARK: - Indexes

    /// `batch.kubernetes.io/job-completion-index`.
    static func index(of pod: PodState) -> Int? {
        pod.value.annotations["batch.kubernetes.io/job-completion-index"].flatMap { Int($0) }
    }

    /// The indexes in `status.completedIndexes`, as `1,3-5,7`.
    var completedIndexes: Set<Int> {
        var result: Set<Int> = []
        for part in (status["completedIndexes"].string ?? "").split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { continue }
            result.formUnion(first...last)
        }
        return result
    }

    private mutating func setCompleted(_ indexes: Set<Int>) {
        var parts: [String] = []
        var run: ClosedRange<Int>?
        func text(_ range: ClosedRange<Int>) -> String {
            switch range.count {
            case 1: "\(range.lowerBound)"
            case 2: "\(range.lowerBound),\(range.upperBound)"
            default: "\(range.lowerBound)-\(range.upperBound)"
            }
        }
        for index in indexes.sorted() {
            if let current = run, current.upperBound + 1 == index {
                run = current.lowerBound...index
            } else {
                if let current = run { parts.append(text(current)) }
                run = index...index
            }
        }
        if let current = run { parts.append(text(current)) }
        if parts.isEmpty {
            status.remove("completedIndexes")
        } else {
            status["completedIndexes"] = .string(parts.joined(separator: ","))
        }
        status.set("succeeded", unlessZero: Int64(indexes.count))
    }
}
