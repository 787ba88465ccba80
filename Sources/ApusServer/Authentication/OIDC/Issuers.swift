import ApusAPI
import Logging
import NIOCore
import Synchronization

/// The issuers of a running server. They can be replaced while it runs.
final class Issuers: Sendable {
    private struct State {
        var running: [Issuer]
        var isStarted = false
        var isStopped = false
    }

    private let group: any EventLoopGroup
    private let logger: Logger
    private let clock: @Sendable () -> Int64
    private let state: Mutex<State>

    init(
        _ configurations: [OIDCConfiguration], group: any EventLoopGroup, logger: Logger,
        clock: @escaping @Sendable () -> Int64
    ) {
        self.group = group
        self.logger = logger
        self.clock = clock
        state = Mutex(
            State(running: configurations.compactMap { Issuer($0, group: group, logger: logger, clock: clock) }))
    }

    var authenticators: [OIDCAuthenticator] { state.withLock { $0.running.map(\.authenticator) } }

    func start() {
        let issuers = state.withLock { state in
            state.isStarted = true
            return state.running
        }
        for issuer in issuers { issuer.start() }
    }

    /// Takes these issuers in place of those before, when each of the new ones has given its keys; the ones that stay
    /// keep theirs. False, and nothing has changed, where one has not.
    func replace(with configurations: [OIDCConfiguration], in authenticator: Authenticator) async -> Bool {
        let old = state.withLock { $0.running }
        var wanted: [Issuer] = []
        var new: [Issuer] = []
        for configuration in configurations {
            if let kept = old.first(where: { $0.configuration == configuration }) {
                wanted.append(kept)
            } else if let made = Issuer(configuration, group: group, logger: logger, clock: clock) {
                wanted.append(made)
                new.append(made)
            }
        }
        await withTaskGroup { tasks in
            for issuer in new { tasks.addTask { await issuer.authenticator.fetchKeys() } }
        }
        let isGood = wanted.count == configurations.count && new.allSatisfy(\.authenticator.isReady)
        let isTaken = state.withLock { state in
            guard isGood, !state.isStopped else { return false }
            state.running = wanted
            authenticator.replaceIssuers(wanted.map(\.authenticator))
            return true
        }
        for issuer in isTaken ? old : new where !isTaken || !wanted.contains(where: { $0 === issuer }) {
            await issuer.shutdown()
        }
        return isTaken
    }

    func shutdown() async {
        let issuers = state.withLock { state in
            state.isStopped = true
            defer { state.running = [] }
            return state.running
        }
        for issuer in issuers { await issuer.shutdown() }
    }
}
