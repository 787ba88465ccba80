import ApusAPI
import ApusClient
import Logging

/// A loop that brings the world closer to what objects say.
protocol Controller: Sendable {
    /// Works until the task is cancelled.
    func run() async
}

/// What a controller works with: its own identity at the API, and what the controllers of a process share.
struct ControllerContext: Sendable {
    /// `deployment-controller`: the name of its service account and in its events.
    let name: String
    let client: APIClient
    let informers: InformerFactory
    let events: EventRecorder
    let time: TimeSource
    let logger: Logger

    /// Waits until the caches of `informers` are filled; false when the controller is to stop instead.
    func synced(_ informers: Informer...) async -> Bool {
        for informer in informers { await informer.waitForSync() }
        return !Task.isCancelled
    }
}
