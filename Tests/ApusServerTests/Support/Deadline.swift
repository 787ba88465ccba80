struct DeadlineExceeded: Error, CustomStringConvertible {
    let what: String
    var description: String { "\(what) did not come in time" }
}

/// What `body` returns; throws where that takes longer than `limit`, instead of waiting for ever.
func within<T: Sendable>(
    _ limit: Duration = .seconds(10), _ what: String = "what was waited for",
    _ body: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await body() }
        // The deadline beside the wait, which goes on as soon as `body` returns.
        group.addTask {
            try await Task.sleep(for: limit)
            throw DeadlineExceeded(what: what)
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw DeadlineExceeded(what: what) }
        return first
    }
}
