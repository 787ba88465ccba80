/// Does `count` things in batches of 1, 2, 4, …, each batch at once, and stops behind a batch in which one failed: a
/// controller whose Pods are all refused asks once, not five hundred times.
///
/// Returns how many succeeded, and the first error.
func slowStart(
    _ count: Int, _ body: @escaping @Sendable (_ index: Int) async throws -> Void
) async -> (successes: Int, error: (any Error)?) {
    var successes = 0
    var batch = 1
    var next = 0
    while next < count {
        let range = next..<min(next + batch, count)
        let results = await withTaskGroup(of: (any Error)?.self) { group in
            for index in range {
                group.addTask {
                    do { try await body(index) } catch { return error }
                    return nil
                }
            }
            var errors: [any Error] = []
            for await error in group { if let error { errors.append(error) } }
            return errors
        }
        successes += range.count - results.count
        if let first = results.first { return (successes, first) }
        next = range.upperBound
        batch *= 2
    }
    return (successes, nil)
}
