import ApusAPI
import ApusClient
import ApusJSON
import Logging

/// Keeps containers' logs within their limits (`pkg/kubelet/logs/container_log_manager.go`). How long it waits before
/// it looks again follows from how fast the logs grow: a minute where they hardly do.
struct LogRotation: Sendable {
    private static let longest: Duration = .seconds(60)

    let context: NodeContext

    func run() async {
        var sizes: [String: (bytes: Int, at: Duration)] = [:]
        while !Task.isCancelled {
            var delay = Self.longest
            let now = context.time.elapsed
            var seen: [String: (bytes: Int, at: Duration)] = [:]
            for container in await runningContainers() {
                let path = container.logPath
                guard let size = FileTree.size(of: path) else { continue }
                if size >= context.configuration.containerLogMaxSize {
                    await rotate(container.id, path)
                    continue
                }
                seen[path] = (size, now)
                guard let before = sizes[path], size > before.bytes, now > before.at else { continue }
                let rate = Double(size - before.bytes) / (now - before.at).inSeconds
                let left = Double(context.configuration.containerLogMaxSize - size) / rate
                delay = min(delay, max(.seconds(1), .seconds(left / 2)))
            }
            sizes = seen
            guard (try? await context.time.sleep(for: delay)) != nil else { return }
        }
    }

    private func runningContainers() async -> [RuntimeContainer] {
        var running: [RuntimeContainer] = []
        for name in FileTree.names(in: context.directories.logs) {
            guard let uid = name.split(separator: "_").last.map(String.init),
                let pod = try? await context.runtime.pod(uid: uid)
            else { continue }
            running += pod.running
        }
        return running
    }

    private func rotate(_ id: String, _ path: String) async {
        do {
            guard let slash = path.lastIndex(of: "/") else { return }
            let directory = String(path[..<slash])
            let name = String(path[path.index(after: slash)...])
            let stamp = context.time.now.rfc3339.filter { $0.isNumber }
            try FileTree.rename(path, "\(path).\(stamp)")
            _ = try await context.runtime.call("ReopenContainerLog", ["containerId": .string(id)])
            let old = FileTree.names(in: directory).filter { $0.hasPrefix("\(name).") }
            for name in old.dropLast(max(0, context.configuration.containerLogMaxFiles - 1)) {
                try FileTree.remove("\(directory)/\(name)")
            }
        } catch {
            context.logger.warning("cannot rotate \(path): \(error)")
        }
    }
}
