import ApusAPI
import ApusJSON

/// Turns occurrences into writes: count what repeats, combine what is similar, drop what floods
/// (`client-go/tools/record/events_cache.go`, with its numbers).
struct EventCorrelator: Sendable {
    /// One write: the whole event, and a patch instead where it is stored already.
    struct Action: Sendable {
        var key: Key
        var namespace: String
        var name: String
        var event: JSONValue
        var patch: JSONValue?
    }

    /// What makes two events the same.
    struct Key: Hashable, Sendable {
        var about: ObjectReference
        var type: EventType
        var reason: String
        var message: String
    }

    private struct Logged {
        var name: String
        var count: Int64
        var first: Timestamp
        var isStored: Bool
        var used: UInt64
    }

    private struct Similar {
        var messages: Set<String>
        var last: Duration
    }

    /// More different messages than that within the window are combined into one event.
    static let maxSimilar = 10
    static let window: Duration = .seconds(600)
    /// Of one object: 25 at once, then one in five minutes.
    static let burst = 25.0
    static let rate = 1.0 / 300
    static let capacity = 4096

    let component: String
    let host: String
    private var logged: [Key: Logged] = [:]
    private var similar: [Key: Similar] = [:]
    private var buckets: [ObjectReference: TokenBucket] = [:]
    private var tick: UInt64 = 0

    init(component: String, host: String) {
        self.component = component
        self.host = host
    }

    /// What to write for `occurrence`; nil when it is dropped.
    mutating func correlate(_ occurrence: EventRecorder.Occurrence, now: Duration) -> Action? {
        var about = occurrence.about
        about.resourceVersion = ""
        var whole = about
        whole.fieldPath = ""
        guard buckets[whole, default: TokenBucket(rate: Self.rate, burst: Self.burst)].take(at: now) else { return nil }
        if buckets.count > Self.capacity { buckets.removeAll() }

        var key = Key(about: about, type: occurrence.type, reason: occurrence.reason, message: "")
        var message = occurrence.message
        if combine(key, message, at: now) {
            message = "(combined from similar events): \(message)"
        } else {
            key.message = message
        }
        return count(key, message, occurrence)
    }

    /// Remembers under which name the event of `key` is stored.
    mutating func stored(_ key: Key, name: String) {
        logged[key]?.name = name
        logged[key]?.isStored = true
    }

    private mutating func combine(_ key: Key, _ message: String, at now: Duration) -> Bool {
        var entry = similar[key] ?? Similar(messages: [], last: now)
        if now - entry.last > Self.window { entry.messages = [] }
        entry.last = now
        entry.messages.insert(message)
        defer {
            if similar.count >= Self.capacity { similar.removeAll() }
            similar[key] = entry
        }
        guard entry.messages.count >= Self.maxSimilar else { return false }
        entry.messages.removeFirst()
        return true
    }

    private mutating func count(_ key: Key, _ message: String, _ occurrence: EventRecorder.Occurrence) -> Action {
        tick += 1
        var entry =
            logged[key]
            ?? Logged(
                name: Self.name(of: occurrence), count: 0, first: occurrence.time, isStored: false, used: tick)
        entry.count += 1
        entry.used = tick
        logged[key] = entry
        if logged.count > Self.capacity { forgetOldest() }

        let namespace = occurrence.about.namespace.isEmpty ? "default" : occurrence.about.namespace
        let last = JSONValue.string(occurrence.time.rfc3339)
        var event: JSONValue = [
            "kind": "Event", "apiVersion": "v1",
            "metadata": ["name": .string(entry.name), "namespace": .string(namespace)],
            "involvedObject": occurrence.about.value,
            "reason": .string(occurrence.reason), "message": .string(message),
            "source": ["component": .string(component)],
            "firstTimestamp": .string(entry.first.rfc3339), "lastTimestamp": last, "count": .int(entry.count),
            "type": .string(occurrence.type.rawValue), "eventTime": nil,
            "reportingComponent": .string(component), "reportingInstance": .string(host),
        ]
        if !host.isEmpty { event["source"]["host"] = .string(host) }
        for (name, value) in occurrence.annotations.sorted(by: { $0.key < $1.key }) {
            event["metadata"]["annotations"][name] = .string(value)
        }
        let patch: JSONValue? =
            entry.isStored
            ? ["count": .int(entry.count), "lastTimestamp": last, "message": .string(message)] : nil
        return Action(key: key, namespace: namespace, name: entry.name, event: event, patch: patch)
    }

    private mutating func forgetOldest() {
        let oldest = logged.sorted { $0.value.used < $1.value.used }.prefix(Self.capacity / 4)
        for (key, _) in oldest { logged[key] = nil }
    }

    /// The object's name and the time in nanoseconds in base 16.
    private static func name(of occurrence: EventRecorder.Occurrence) -> String {
        let nanoseconds = occurrence.time.seconds &* 1_000_000_000 &+ Int64(occurrence.time.nanoseconds)
        return "\(occurrence.about.name).\(String(nanoseconds, radix: 16))"
    }
}
