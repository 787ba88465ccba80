import Foundation
import HistoryTestSupport
import ProgramTestSupport
import Testing

extension RobustnessTests {
    @Test("a full disk refuses writes with 507 and serves reads, and writes go on when there is room again")
    func fullDisk() async throws {
        let seed = Self.seed("fullDisk")
        try await Self.withFolder { folder async throws in
            let mount = "\(folder)/disk"
            try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
            let mounted = try await Shell.run(["mount", "-t", "tmpfs", "-o", "size=64m", "apus-robust", mount])
            try #require(mounted.code == 0, "\(mounted.all)")
            let server = ServerProcess(data: "\(mount)/d", port: 17503)
            do {
                try await ServerProcess.with([server]) { clients async throws in
                    let workload = Workload(clients, seed: seed)
                    let outcome = try await workload.run {
                        for round in 0..<3 * Self.factor {
                            try await fillUp("\(mount)/filler", workload, clients[0], round)
                            try await workload.progress("after the disk was full")
                        }
                    }
                    Self.expectSound(outcome, seed: seed)
                }
            } catch {
                try await Shell.run(["umount", "-l", mount])
                throw error
            }
            try await Shell.run(["umount", "-l", mount])
        }
    }

    /// Takes all room until some writes were refused.
    private func fillUp(_ filler: String, _ workload: Workload, _ client: APIClient, _ round: Int) async throws {
        let refused = workload.answers(507)
        // The log may have room left in its file: it is taken as it comes free.
        let isRefused = try await Shell.wait(.seconds(30)) {
            try await Shell.run([
                "sh", "-c", "dd if=/dev/zero bs=64k 2>/dev/null >>\(filler); cat /dev/zero 2>/dev/null >>\(filler); :",
            ])
            return workload.answers(507) > refused + 5
        }
        #expect(isRefused, "round \(round): no write was refused with 507")
        let list = try await client.send("GET", Workload.path)
        #expect(list.status == 200, "a read while the disk is full: \(list.text)")
        let refusal = try await client.send("POST", Workload.path, Item("full-\(round)", value: "x"))
        #expect(refusal.status == 507, "\(refusal.text)")
        try FileManager.default.removeItem(atPath: filler)
    }

    @Test("a slow disk slows writes down; a hung one times them out, reads go on, and writes do when it is well again")
    func slowDisk() async throws {
        let seed = Self.seed("slowDisk")
        try await Self.withFolder { folder async throws in
            let faults = try await FaultControl(in: folder)
            let server = ServerProcess(
                data: "\(folder)/d", port: 17504, ["--request-timeout", "2s"],
                environment: faults.environment(data: "\(folder)/d"))
            try await ServerProcess.with([server]) { clients async throws in
                let workload = Workload(clients, seed: seed)
                let outcome = try await workload.run {
                    for _ in 0..<Self.factor {
                        try await workload.progress("with a good disk", by: 50)
                        try faults.setSyncDelay(milliseconds: 300)
                        try await workload.progress("with a slow disk", by: 10)
                        try faults.setSyncDelay(milliseconds: 0)
                        try faults.setHangs(true)
                        let timedOut = workload.answers(504)
                        let hasTimedOut = try await Shell.wait(.seconds(20)) { workload.answers(504) > timedOut }
                        #expect(hasTimedOut, "no write timed out while the disk hung")
                        let list = try await clients[0].send(
                            "GET", Workload.path, within: 3)
                        #expect(list.status == 200, "a read while the disk hangs: \(list.text)")
                        let write = try await clients[0].send("POST", Workload.path, Item("hung", value: "x"))
                        #expect(write.status == 504 && write.text.contains("\"reason\":\"Timeout\""), "\(write.text)")
                        try faults.setHangs(false)
                        try await workload.progress("after the disk hung")
                    }
                }
                Self.expectSound(outcome, seed: seed)
            }
        }
    }
}
