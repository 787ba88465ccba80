import ApusJSON

extension PodWorker {
    /// Probes what runs, and nothing else.
    func reconcileProbes() {
        let running = Set(runtime.running.map(\.id))
        for (id, task) in probeTasks where !running.contains(id) {
            task.cancel()
            probeTasks[id] = nil
        }
        probeResults = probeResults.filter { running.contains($0.key) }
        guard stage == .running else { return }
        for current in runtime.running where probeTasks[current.id] == nil {
            guard let container = pod.container(current.name),
                ProbeKind.allCases.contains(where: { !container["\($0.rawValue)Probe"].isNull })
            else { continue }
            let probes = ContainerProbes(
                pod: pod, container: container, id: current.id, address: address,
                runner: ActionRunner(runtime: context.runtime, connections: context.connections),
                recorder: context.recorder, time: context.time
            ) { [inbox] kind, id, succeeded in
                inbox.post { $0.probes.append((kind, id, succeeded)) }
            }
            probeTasks[current.id] = Task { await probes.run() }
        }
    }

    /// Where the pod's ports are reached.
    var address: String {
        let own = pod.isHostNetwork ? context.addresses.internalIPs : runtime.sandboxes.first?.addresses ?? []
        return own.first ?? "127.0.0.1"
    }

    /// The kind of probe for whose failure a container is to be restarted.
    func failedProbe(_ container: RuntimeContainer) -> ProbeKind? {
        [.startup, .liveness].first { probeResults[container.id]?[$0] == false }
    }
}
