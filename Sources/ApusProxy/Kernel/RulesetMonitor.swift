import CLinux
import CNFTables
import Glibc

/// Hears of changes that others make to the proxy's tables, on a thread of its own that waits for the kernel's messages.
final class RulesetMonitor: Sendable {
    private let stopping: Int32

    /// Starts listening on `socket` (from `cnft_open_monitor`), which the thread closes; `report` is called for each change.
    init(socket: Int32, table: String, report: @escaping @Sendable () -> Void) throws(NFTablesError) {
        stopping = eventfd(0, Int32(EFD_CLOEXEC))
        guard stopping >= 0 else { throw NFTablesError(message: "eventfd: \(String(cString: strerror(errno)))") }
        let stopping = stopping
        do throws(NFTablesError) {
            try WorkerThread.start {
                var state = cnft_monitor_state()
                while true {
                    let result = cnft_read_monitor(socket, stopping, table, &state)
                    if result < 0 { break }
                    if result == 1 { report() }
                }
                close(socket)
                close(stopping)
            }
        } catch {
            close(stopping)
            throw error
        }
    }

    func stop() { eventfd_write(stopping, 1) }
}

/// Threads that block.
enum WorkerThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread.
    static func start(_ body: @escaping @Sendable () -> Void) throws(NFTablesError) {
        let box = Unmanaged.passRetained(Body(body))
        var handle = pthread_t()
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw NFTablesError(message: "thread: \(String(cString: strerror(code)))")
        }
        pthread_detach(handle)
    }
}
