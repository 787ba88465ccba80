import ApusAPI
import ApusClient
import ApusJSON
import Logging

extension PodWorker {
    /// Stops the pod's containers, and when they have stopped, its sandbox; called again until that is done.
    func terminate() async {
        if stage == .running {
            stage = .terminating
            _ = publish()
        }
        let grace = terminationGrace
        if let stopping, grace >= stopping {
            if hasStopped { await finishTermination() }
            return
        }
        // A shorter grace period overtakes a stop that is under way.
        stopping = grace
        hasStopped = false
        let running = runtime.running
        if running.isEmpty { return await finishTermination() }
        let inbox = inbox
        Task {
            await withTaskGroup { group in
                for container in running {
                    group.addTask {
                        await self.stop(container, grace: grace, message: "Stopping container \(container.name)")
                    }
                }
            }
            inbox.post { $0.hasStopped = true }
        }
    }

    private var terminationGrace: Int64 {
        // A pod that the API no longer has was deleted by force: nothing waits for it.
        if isGone, !pod.isDeleted { return 1 }
        return max(1, pod.gracePeriod)
    }

    /// Runs the preStop hook and stops a container; what the hook takes is part of the grace period, of which SIGTERM
    /// is left two seconds at least (`minimumGracePeriodInSeconds`).
    func stop(_ current: RuntimeContainer, grace: Int64, message: String?) async {
        if let message { record(current.name, .normal, "Killing", message) }
        var left = grace
        if let container = pod.container(current.name), !container["lifecycle"]["preStop"].isNull, grace > 1 {
            let start = context.time.elapsed
            await runPreStop(container, current.id, limit: .seconds(grace))
            left -= (context.time.elapsed - start).components.seconds
        }
        do throws(RuntimeError) {
            try await context.runtime.stopContainer(current.id, timeout: grace > 1 ? max(2, left) : grace)
        } catch {
            record(current.name, .warning, "FailedKillPod", "error killing pod: \(error)")
            context.logger.error("cannot stop container \(current.name) of pod \(pod.key): \(error)")
        }
        isRuntimeCurrent = false
    }

    private func runPreStop(_ container: JSONValue, _ id: String, limit: Duration) async {
        let time = context.time
        let failure = await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    try await self.run(container["lifecycle"]["preStop"], container, id, timeout: limit)
                    return nil
                } catch {
                    return error
                }
            }
            group.addTask {
                try? await time.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        if let failure {
            record(container.text("name"), .warning, "FailedPreStopHook", "PreStopHook failed")
            context.logger.error("preStop hook of \(container.text("name")) in pod \(pod.key) failed: \(failure)")
        }
    }

    /// All containers were told to stop.
    private func finishTermination() async {
        await refresh()
        guard runtime.running.isEmpty else {
            // One would not go; it is tried again, harder.
            stopping = nil
            wake(after: .seconds(1))
            return
        }
        for task in probeTasks.values { task.cancel() }
        probeTasks = [:]
        for sandbox in runtime.sandboxes where sandbox.isReady {
            do throws(RuntimeError) {
                try await context.runtime.stopSandbox(sandbox.id)
            } catch {
                record(.warning, "FailedKillPod", "error killing pod: \(error)")
                hasStopped = true
                wake(after: .seconds(1))
                return
            }
        }
        await refresh()
        stage = .terminated
        _ = publish(finalPhase: finalPhase)
        do {
            try FileTree.remove("\(context.directories.pod(uid))/volumes")
        } catch {
            context.logger.warning("cannot remove the volumes of pod \(pod.key): \(error)")
        }
        if pod.isDeleted || isGone { await remove() }
    }

    /// A pod that has ended has succeeded, or failed where any of its containers did.
    private var finalPhase: String {
        if failure != nil { return "Failed" }
        let hasFailed = pod.containers.contains { container in
            guard let latest = runtime.latest(container.text("name")) else { return true }
            return latest.exitCode != 0 || latest.state == .unknown
        }
        return hasFailed ? "Failed" : "Succeeded"
    }

    /// Takes everything of a deleted pod away, its object last.
    func remove() async {
        await status.flush()
        do {
            for sandbox in runtime.sandboxes { try await context.runtime.removeSandbox(sandbox.id) }
            try FileTree.remove(context.directories.pod(uid))
            try FileTree.remove(context.directories.logs(pod))
        } catch {
            context.logger.error("cannot remove what is left of pod \(pod.key): \(error)")
            wake(after: .seconds(2))
            return
        }
        if !isGone, await !deleteObject() { return wake(after: .seconds(2)) }
        context.objects.release(uid)
        context.images.forget(uid)
        await context.tokens.forget(uid)
        stage = .finished
    }

    private func deleteObject() async -> Bool {
        var options = APIOptions()
        options.gracePeriodSeconds = 0
        options.preconditionUID = uid
        do throws(StatusError) {
            try await context.client.delete(Kubelet.pods, namespace: pod.namespace, name: pod.name, options: options)
        } catch {
            if error.reason == .notFound || error.reason == .conflict { return true }
            context.logger.warning("Failed to delete pod \(pod.key): \(error.message)")
            return false
        }
        return true
    }
}
