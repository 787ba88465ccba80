import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// What upstream's conformance program asserts: the checks in `conformance/`, of which
    /// docs/compatibility/conformance.md is the table.
    @Suite(.serialized, .installation("conformance", port: 17448))
    struct ConformanceTests {
        @Test("every conformance name that has a check holds", .timeLimit(.minutes(10)))
        func names() async throws {
            let cluster = try #require(SharedInstallation.current)
            let result = try await Shell.run(
                [
                    Installation.python, Installation.root.appending(path: "Tests/Cluster/conformance/run.py").path,
                    cluster.kubeconfig, Images.busybox,
                ],
                environment: ["PYTHONDONTWRITEBYTECODE": "1"], deadline: .seconds(540))
            let lines = result.output.split(separator: "\n")
            for line in lines where line.hasPrefix("FAIL ") { Issue.record("\(line.dropFirst(5))") }
            #expect(result.code == 0, "\(result.all.suffix(2000))")
            #expect(lines.count { $0.hasPrefix("ok ") } > 100)
        }
    }
}
