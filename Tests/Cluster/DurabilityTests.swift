import Foundation
import Testing

extension ClusterTests {
    /// Nothing acknowledged is lost: the process is killed while it writes, again and again.
    @Suite(.serialized)
    struct DurabilityTests {
        /// Fifty, and ten in CI; `APUS_CRASHES` says otherwise.
        static let crashes: Int = {
            let environment = ProcessInfo.processInfo.environment
            return environment["APUS_CRASHES"].flatMap { Int($0) } ?? (environment["CI"] == nil ? 50 : 10)
        }()

        @Test(
            "kill -9 under write load loses no acknowledged write and leaves no gap in a watch",
            .timeLimit(.minutes(15)))
        func crash() async throws {
            let installation = Installation("durability", port: 17446, arguments: ["--no-node"])
            try await installation.startFresh()
            do {
                let script = Installation.root.appending(path: "Tests/Cluster/crash.py").path
                let result = try await Shell.run(
                    [
                        Installation.python, script, installation.kubeconfig, Installation.apus, installation.data,
                        "\(installation.port)", "\(Self.crashes)",
                    ],
                    deadline: .seconds(840))
                #expect(result.code == 0, "\(result.all)")
                #expect(result.output.contains("\(Self.crashes) crashes"))
            } catch {
                try await installation.remove()
                throw error
            }
            try await installation.remove()
        }
    }
}
