import ApusAPI
import ApusStore

/// Waiting for what others wrote.
extension ObjectCaches {
    /// How often a store is asked how far its changes have come while somebody waits for one (apiserver's
    /// `progressRequestPeriod`).
    private static let askingPause = Duration.milliseconds(100)

    /// Calls `arrival` when the memory has reached `revision`, at once where it has, or after `limit`.
    func wait(for revision: Revision, upTo limit: Duration, _ arrival: @escaping StoreProgress.Arrival) {
        guard isShared, revision > progress.revision else {
            return progress.wait(for: revision, upTo: limit, arrival)
        }
        let asking = Task { [store] in
            while !Task.isCancelled {
                store.requestProgress()
                try? await Task.sleep(for: ObjectCaches.askingPause)
            }
        }
        progress.wait(for: revision, upTo: limit) { isReached in
            asking.cancel()
            arrival(isReached)
        }
    }

    /// Calls `body` when the memory holds all that was acknowledged before the call, whoever wrote it. Where nobody
    /// else writes it does already; what this server writes is in the memory before it is acknowledged.
    func whenCurrent(upTo limit: Duration, _ body: @escaping @Sendable (StatusError?) -> Void) {
        guard isShared else { return body(nil) }
        Task {
            do throws(StoreError) {
                let revision = try await store.currentRevision()
                wait(for: revision, upTo: limit) { [progress] isReached in
                    body(isReached ? nil : .resourceVersionTooLarge(revision, current: progress.revision))
                }
            } catch {
                body(.store(error))
            }
        }
    }
}
