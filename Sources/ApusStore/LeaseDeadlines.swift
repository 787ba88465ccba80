/// When the leases end. A lease lives its time to live beyond its last keep-alive, and beyond the start of the process.
struct LeaseDeadlines {
    private struct Lease {
        var ttl: UInt64
        var deadline: UInt64
    }

    private var leases: [Int64: Lease] = [:]
    /// The earliest deadline, or one that lies before it; nil without leases.
    private(set) var next: UInt64?

    /// Adds a lease, or starts its time anew; times in nanoseconds.
    mutating func start(_ lease: Int64, ttl seconds: Int64, now: UInt64) {
        let ttl = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let nanoseconds = ttl.overflow ? UInt64.max / 2 : min(ttl.partialValue, .max / 2)
        leases[lease] = Lease(ttl: nanoseconds, deadline: now + nanoseconds)
        next = min(next ?? .max, now + nanoseconds)
    }

    /// Whether the lease was there.
    mutating func keepAlive(_ lease: Int64, now: UInt64) -> Bool {
        guard let ttl = leases[lease]?.ttl else { return false }
        leases[lease]?.deadline = now + ttl
        return true
    }

    mutating func remove(_ lease: Int64) { leases[lease] = nil }

    /// The leases whose time is over. They are due again after `retry` nanoseconds unless they are removed.
    mutating func due(now: UInt64, retry: UInt64) -> [Int64] {
        guard let next, next <= now else { return [] }
        let due = leases.filter { $0.value.deadline <= now }.map(\.key).sorted()
        for lease in due { leases[lease]?.deadline = now + retry }
        self.next = leases.values.lazy.map(\.deadline).min()
        return due
    }
}
