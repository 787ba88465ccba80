extension Store {
    /// Waits until something changes below `prefix` behind `revision`, the watch ends, this task is cancelled, or `limit`
    /// is over.
    package func nextChange(below prefix: String, after revision: Revision, within limit: Duration? = nil) async {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watch = watch(
            prefix: prefix, from: revision + 1, deliver: { _ in continuation.finish() },
            end: { _ in continuation.finish() })
        let deadline = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                continuation.finish()
            }
        }
        for await _ in changes {}
        deadline?.cancel()
        watch.cancel()
    }
}
