import ServiceLifecycle

/// A component as a service: it runs until a signal comes, and is cancelled then.
struct Component: Service {
    let name: String
    let work: @Sendable () async throws -> Void

    init(_ name: String, _ work: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.work = work
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown(work)
        } catch is CancellationError {
            // The way to stop.
        } catch {
            throw Failure("\(name): \(error)")
        }
    }
}
