import ApusJSON
import Logging

/// What is left of pods that the API no longer has: they were deleted while no kubelet ran.
struct OrphanedPods: Sendable {
    let context: NodeContext

    /// What the runtime has of each pod, by uid.
    func running() async throws(RuntimeError) -> [String: PodRuntime] {
        let list = try await context.runtime.call("ListPodSandbox", [:])
        var pods: [String: PodRuntime] = [:]
        for item in list["items"].elements {
            guard let uid = item["labels"][RuntimeLabel.podUID].string, let id = item["id"].string else { continue }
            do {
                pods[uid, default: PodRuntime()].add(
                    try await context.runtime.call("PodSandboxStatus", ["podSandboxId": .string(id)]))
            } catch  where error.code == .notFound {}
        }
        for uid in pods.keys { pods[uid]?.sort() }
        return pods
    }

    /// Stops and removes pods that are not `wanted`, and their folders.
    func remove(_ found: [String: PodRuntime], wanted: Set<String>) async {
        await withTaskGroup { group in
            for (uid, pod) in found where !wanted.contains(uid) {
                group.addTask { await remove(uid, pod) }
            }
        }
        for uid in FileTree.names(in: "\(context.directories.root)/pods") where !wanted.contains(uid) {
            removeFolder(context.directories.pod(uid))
        }
        for name in FileTree.names(in: context.directories.logs) {
            let uid = name.split(separator: "_").last.map(String.init) ?? ""
            if !wanted.contains(uid) { removeFolder("\(context.directories.logs)/\(name)") }
        }
    }

    private func remove(_ uid: String, _ pod: PodRuntime) async {
        context.logger.info("removing pod \(uid), which the API no longer has")
        do throws(RuntimeError) {
            for container in pod.running { try await context.runtime.stopContainer(container.id, timeout: 30) }
            for sandbox in pod.sandboxes {
                try await context.runtime.stopSandbox(sandbox.id)
                try await context.runtime.removeSandbox(sandbox.id)
            }
        } catch {
            context.logger.error("cannot remove pod \(uid): \(error)")
        }
    }

    private func removeFolder(_ path: String) {
        do {
            try FileTree.remove(path)
        } catch {
            context.logger.warning("cannot remove \(path): \(error)")
        }
    }
}
