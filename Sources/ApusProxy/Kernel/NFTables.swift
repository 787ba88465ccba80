import CLinux
import CNFTables
import Glibc
import Synchronization

/// Why the kernel or libnftables refused a script.
public struct NFTablesError: Error, Sendable, CustomStringConvertible {
    public var message: String
    public var description: String { "nftables: \(message)" }
}

/// Runs nftables scripts, each as one transaction, on a thread of its own: libnftables blocks, and a network namespace
/// belongs to a thread.
final class NFTables: Sendable {
    private struct Job {
        var body: @Sendable (OpaquePointer?) -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var stopped = false
    }

    private let state = Mutex(State())
    /// Readable when there are jobs.
    private let wakeup: Int32

    /// Starts the thread, in the namespace at a path where one is given.
    init(networkNamespace: String?) throws(NFTablesError) {
        wakeup = eventfd(0, Int32(EFD_CLOEXEC))
        guard wakeup >= 0 else { throw NFTablesError(message: "eventfd: \(String(cString: strerror(errno)))") }
        try WorkerThread.start { [self] in run(networkNamespace) }
    }

    deinit { close(wakeup) }

    /// Ends the thread after the jobs that it has. Call it once; nothing may be run after it.
    func stop() {
        state.withLock { $0.stopped = true }
        eventfd_write(wakeup, 1)
    }

    private func run(_ namespace: String?) {
        let entered = namespace.map { cnft_enter_network_namespace($0) } ?? 0
        let context = entered == 0 ? nft_ctx_new(UInt32(NFT_CTX_DEFAULT)) : nil
        if let context {
            nft_ctx_buffer_error(context)
            nft_ctx_buffer_output(context)
        }
        defer { nft_ctx_free(context) }
        while true {
            var count: eventfd_t = 0
            eventfd_read(wakeup, &count)
            let (jobs, stopped) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.stopped)
            }
            for job in jobs { job.body(context) }
            if stopped { return }
        }
    }

    /// Runs `body` on the thread.
    func perform<Result: Sendable>(_ body: @escaping @Sendable (OpaquePointer?) -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            state.withLock { $0.jobs.append(Job { continuation.resume(returning: body($0)) }) }
            eventfd_write(wakeup, 1)
        }
    }

    /// Runs a script: all of it or nothing. Gives what it printed.
    @discardableResult
    func run(script: String) async throws(NFTablesError) -> String {
        let result = await perform { context -> Result<String, NFTablesError> in
            guard let context else {
                return .failure(NFTablesError(message: "no context: is the network namespace there?"))
            }
            if nft_run_cmd_from_buffer(context, script) == 0 {
                return .success(nft_ctx_get_output_buffer(context).map { String(cString: $0) } ?? "")
            }
            let text = nft_ctx_get_error_buffer(context).map { String(cString: $0) } ?? ""
            _ = nft_ctx_get_output_buffer(context)
            // The first line says what and why; the rest shows where in the script.
            return .failure(NFTablesError(message: text.split(separator: "\n").first.map(String.init) ?? "refused"))
        }
        return try result.get()
    }
}
