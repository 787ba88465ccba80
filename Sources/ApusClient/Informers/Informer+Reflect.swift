import ApusAPI
import Logging

extension Informer {
    /// Lists and watches until the task is cancelled. Call it once.
    public func run() async {
        var backoff = Backoff.reflector
        // "0": anything that the server has at hand, at first; later at least what has been seen; "": the newest,
        // where the server no longer knows what has been seen.
        var listFrom = "0"
        while !Task.isCancelled {
            do {
                let list = try await listAll(from: listFrom)
                replace(with: list)
                listFrom = list.resourceVersion
                backoff.reset()
                try await followWatch()
                listFrom = resourceVersion
            } catch let error as StatusError {
                if error.isExpired {
                    logger.debug("\(scope.resource): \(error.message), listing again")
                    listFrom = ""
                    // A server that lists and expires at once must not be asked in a tight loop.
                    if await pause(&backoff) { continue } else { break }
                }
                logger.warning("failed to list and watch \(scope.resource): \(error.message)")
                guard await pause(&backoff) else { break }
            } catch {
                break
            }
        }
        abandonWaiters()
    }

    private func pause(_ backoff: inout Backoff) async -> Bool {
        do {
            try await time.sleep(for: backoff.next(at: time.elapsed))
            return true
        } catch {
            return false
        }
    }

    private func request(_ verb: APIRequest.Verb) -> APIRequest {
        var request = APIRequest(verb, scope.resource, namespace: scope.namespace)
        request.options.labelSelector = scope.labelSelector
        request.options.fieldSelector = scope.fieldSelector
        return request
    }

    private func listAll(from resourceVersion: String) async throws(StatusError) -> APIList {
        var request = request(.list)
        request.options.resourceVersion = resourceVersion.isEmpty ? nil : resourceVersion
        request.options.limit = 500
        do {
            return try await APIClient(transport).listPages(request)
        } catch  where error.isExpired && !resourceVersion.isEmpty {
            // The resourceVersion, or a continuation, is too old: one list of what is there now.
            request.options.resourceVersion = nil
            request.options.limit = nil
            return try await transport.list(request)
        }
    }

    /// Watches on and on from where the cache is; returns never, throws where only a new list helps.
    private func followWatch() async throws {
        var backoff = Backoff.reflector
        while true {
            try Task.checkCancellation()
            do {
                try await watchOnce { backoff.reset() }
                // A stream that the server ended in time; the next starts where it stopped.
            } catch let error as StatusError where !error.isExpired {
                logger.debug("watch of \(scope.resource) ended: \(error.message)")
                guard error.isWorthWaiting else { throw error }
                let least: Duration = .seconds(error.details?.retryAfterSeconds ?? 0)
                try await time.sleep(for: max(least, backoff.next(at: time.elapsed)))
            }
        }
    }

    private func watchOnce(onEvent: () -> Void) async throws {
        var request = request(.watch)
        request.options.resourceVersion = resourceVersion
        request.options.allowWatchBookmarks = true
        request.options.timeoutSeconds = Int.random(in: 300..<600)
        let started = time.elapsed
        let stream = try await transport.watch(request)
        var count = 0
        try await withTaskCancellationHandler {
            for try await event in stream {
                if event.kind == .error { throw StatusError(reported: event.object) }
                apply(event)
                count += 1
                onEvent()
            }
        } onCancel: {
            stream.cancel()
        }
        try Task.checkCancellation()
        if count == 0, time.elapsed - started < .seconds(1) {
            throw StatusError(
                code: 503, reason: .serviceUnavailable,
                message:
                    "very short watch: unexpected watch close, watch lasted less than a second and no items received")
        }
    }
}

extension StatusError {
    /// What was asked for is too old for the server: only a new list helps.
    var isExpired: Bool { code == 410 || reason == .expired || reason == .gone }

    /// Refusals that pass: the watch goes on from the same place later.
    var isWorthWaiting: Bool {
        code == 429 || code >= 500 || reason == .timeout || reason == .serverTimeout
    }
}
