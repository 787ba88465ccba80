import ApusClient
import ApusJSON

/// The probes of one run of a container: a task for each kind, which reports what it found when that changes.
struct ContainerProbes: Sendable {
    /// What a probe has come to: `nil` before the first result that counts.
    typealias Report = @Sendable (_ kind: ProbeKind, _ containerID: String, _ succeeded: Bool) -> Void

    let pod: Pod
    let container: JSONValue
    let id: String
    let address: String
    let runner: ActionRunner
    let recorder: EventRecorder
    let time: TimeSource
    let report: Report

    /// Probes until the task is cancelled. Liveness and readiness begin when startup has succeeded.
    func run() async {
        if let startup = Probe(container, .startup) {
            guard await loop(startup, .startup, untilSuccess: true) else { return }
        }
        await withTaskGroup { group in
            for kind in [ProbeKind.liveness, .readiness] {
                guard let probe = Probe(container, kind) else { continue }
                group.addTask { _ = await loop(probe, kind, untilSuccess: false) }
            }
        }
    }

    /// Whether it ended with success; it ends otherwise when it is cancelled, or a container is to be killed for it.
    private func loop(_ probe: Probe, _ kind: ProbeKind, untilSuccess: Bool) async -> Bool {
        var counter = ProbeCounter()
        var reported: Bool?
        do {
            if probe.initialDelay > .zero { try await time.sleep(for: probe.initialDelay) }
            while true {
                let succeeded = await attempt(probe, kind)
                try Task.checkCancellation()
                if let verdict = counter.add(succeeded, probe), verdict != reported {
                    reported = verdict
                    report(kind, id, verdict)
                    if untilSuccess, verdict { return true }
                    if !verdict, kind != .readiness { return false }
                }
                try await time.sleep(for: probe.period)
            }
        } catch {
            return false
        }
    }

    private func attempt(_ probe: Probe, _ kind: ProbeKind) async -> Bool {
        do {
            try await runner.run(
                probe.action, container: container, id: id, address: address, timeout: probe.timeout)
            return true
        } catch {
            if !Task.isCancelled {
                recorder.record(
                    pod.reference(to: container.text("name")), .warning, reason: "Unhealthy",
                    message: "\(kind.title) probe failed: \(error)")
            }
            return false
        }
    }
}
