import Foundation
import HistoryTestSupport
import Testing

extension RobustnessTests {
    @Test("kill -9 under load, at any time, loses nothing that was acknowledged", .timeLimit(.minutes(60)))
    func crash() async throws {
        let seed = Self.seed("crash")
        var random = SeededRandom(seed)
        try await Self.withFolder { folder async throws in
            let server = ServerProcess(data: "\(folder)/d", port: 17501)
            try await ServerProcess.with([server]) { clients async throws in
                let workload = Workload(clients, seed: seed)
                let outcome = try await workload.run {
                    // Twenty; 500 by `make robustness`.
                    for _ in 0..<20 * Self.factor {
                        // Now and then it has not even come up.
                        if !random.once(in: 5) {
                            try await server.ready(clients[0])
                            try await workload.progress("after a crash", by: 1)
                        }
                        try await Task.sleep(for: .milliseconds(Int.random(in: 0..<300, using: &random)))
                        server.crash()
                        try server.start()
                    }
                    try await server.ready(clients[0])
                    try await workload.progress("after the last crash")
                }
                Self.expectSound(outcome, seed: seed)
            }
        }
    }
}
