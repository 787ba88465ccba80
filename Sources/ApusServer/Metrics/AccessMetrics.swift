import Synchronization

/// Who came in and who did not: upstream's `authentication_attempts`, `authenticated_user_requests` and
/// `authorization_attempts_total`.
final class AccessMetrics: Sendable {
    /// What users are counted by: their names are nobody's business.
    enum UserClass: String, Sendable, CaseIterable {
        case admin, client
        case kubeProxy = "kube_proxy"
        case kubelet
        case defaultAccount = "system:serviceaccount:kube-system:default"
        case email = "email_id"
        case other

        init(_ name: String) {
            self = UserClass.known[name] ?? (name.utf8.contains(UInt8(ascii: "@")) ? .email : .other)
        }

        private static let known: [String: UserClass] = [
            "admin": .admin, "client": .client, "kube_proxy": .kubeProxy, "kubelet": .kubelet,
            "system:serviceaccount:kube-system:default": .defaultAccount,
        ]
    }

    enum Authentication: String, Sendable, CaseIterable {
        case success
        /// Nothing said who it is.
        case failure
        /// What was said is not true.
        case error
    }

    enum Authorization: String, Sendable, CaseIterable {
        case allowed
        /// Nobody allowed it.
        case noOpinion = "no-opinion"
    }

    private let attempts = Counters<Authentication>()
    private let users = Counters<UserClass>()
    private let decisions = Counters<Authorization>()

    func authenticated(_ user: User) {
        attempts.count(.success)
        users.count(user.identity.metricClass)
    }

    func notAuthenticated(_ result: Authentication) { attempts.count(result) }

    func decided(_ decision: Authorization) { decisions.count(decision) }

    func write(_ authorizer: Authorizer, to text: inout MetricsText) {
        text.begin("authentication_attempts", "counter", "Requests by whether it could be told whose they are.")
        attempts.write("result", to: &text)
        text.begin("authenticated_user_requests", "counter", "Requests by a class of user names.")
        users.write("username", to: &text)
        text.begin("authorization_attempts_total", "counter", "Requests by what was decided on them.")
        decisions.write("result", to: &text)
        text.begin("apiserver_authorization_decisions_total", "counter", "Decisions by the authorizer that took them.")
        for (mode, count) in authorizer.decisions.counts {
            let labels = [("decision", "allowed"), ("name", mode.rawValue.lowercased()), ("type", mode.rawValue)]
            text.add(labels, Double(count))
        }
    }
}

/// A counter for each case.
final class Counters<Key: CaseIterable & Hashable & RawRepresentable & Sendable>: Sendable
where Key.RawValue == String {
    private final class Counter: Sendable {
        let value = Atomic<UInt64>(0)
    }

    private let counters: [(key: Key, counter: Counter)] = Key.allCases.map { ($0, Counter()) }

    func count(_ key: Key) {
        // There are few cases: looking at each is quicker than a table.
        for (other, counter) in counters where other == key { counter.value.wrappingAdd(1, ordering: .relaxed) }
    }

    /// Those that have counted, in the order of the cases.
    var counts: [(key: Key, count: UInt64)] {
        counters.map { ($0.key, $0.counter.value.load(ordering: .relaxed)) }.filter { $0.1 > 0 }
    }

    /// The samples of a family with one label.
    func write(_ label: String, to text: inout MetricsText) {
        for (key, count) in counts { text.add([(label, key.rawValue)], Double(count)) }
    }
}
