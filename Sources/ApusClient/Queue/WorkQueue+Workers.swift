public import Logging

/// What a worker says of an item that it handled without an error.
public enum WorkResult: Sendable, Equatable {
    case done
    /// Queue it again after the time; its failures are forgotten.
    case again(after: Duration)
    /// Queue it again with back-off, as after an error.
    case backOff
}

extension WorkQueue {
    /// Handles items with `workers` tasks until the task is cancelled or the queue is shut down.
    ///
    /// An error of `handle` is logged and the item comes again with back-off, as upstream's controllers do it.
    public func run(
        workers: Int, logger: Logger, _ handle: @escaping @Sendable (Item) async throws -> WorkResult
    ) async {
        await withTaskCancellationHandler {
            await withTaskGroup { group in
                for _ in 0..<workers {
                    group.addTask {
                        while let item = await self.next() { await self.work(item, logger: logger, handle) }
                    }
                }
            }
        } onCancel: {
            shutDown()
        }
    }

    private func work(
        _ item: Item, logger: Logger, _ handle: @Sendable (Item) async throws -> WorkResult
    ) async {
        do {
            switch try await handle(item) {
            case .done: forget(item)
            case .again(let delay):
                forget(item)
                add(item, after: delay)
            case .backOff: addRateLimited(item)
            }
        } catch is CancellationError {
            // The component stops; nothing is left to retry.
        } catch {
            logger.warning("could not handle \(item), will retry: \(error)")
            addRateLimited(item)
        }
        done(item)
    }
}
