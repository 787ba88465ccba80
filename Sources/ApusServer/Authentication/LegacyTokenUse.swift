import ApusAPI
import ApusJSON
import Synchronization

/// Writes into the labels of Secrets on which day their tokens were last used. What it writes with is made after it.
final class LegacyTokenUse: Sendable {
    private struct State {
        var transport: (any APITransport)?
        var running: Set<String> = []
    }

    private let state = Mutex(State())

    func set(_ transport: any APITransport) { state.withLock { $0.transport = transport } }

    /// Marks the Secret unless that is under way; a failure is made good by the next use.
    @Sendable func mark(namespace: String, secret: String, day: String) {
        let key = "\(namespace)/\(secret)"
        let transport = state.withLock { state in
            state.running.insert(key).inserted ? state.transport : nil
        }
        guard let transport else { return }
        Task {
            let labels: JSONValue = [LegacyTokenAuthenticator.lastUsedLabel: .string(day)]
            _ = try? await transport.send(
                APIRequest(
                    .patch, GroupVersionResource("", "v1", "secrets"), namespace: namespace, name: secret,
                    body: .patch(.merge, ["metadata": ["labels": labels]])))
            state.withLock { _ = $0.running.remove(key) }
        }
    }
}
