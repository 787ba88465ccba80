import ApusPluginHost
import CApusPlugin

/// Uses an instance as its thread tags allow: [serial] functions from changing threads, [any-thread] ones from several
/// threads at a time, and other instances of the component beside it.
struct ConcurrentUse {
    let instance: PluginInstance
    /// What further instances are made with.
    let configuration: ConfigurationValue

    func run() async throws {
        let interfaces = instance.plugin.interfaces(of: instance.component)
        if SchedulingRun.interfaces.contains(where: interfaces.contains) {
            let others = try await (0..<3).asyncMap { _ in
                try await instance.plugin.makeInstance(of: instance.component, configuration: configuration)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for instance in others + [instance] {
                    group.addTask {
                        // Each run has a thread of its own: calls of one instance come one after another.
                        for _ in 0..<50 { try await SchedulingRun(instance, SampleCluster(rows: 100)).run() }
                    }
                }
                try await group.waitForAll()
            }
            for instance in others { await instance.destroy() }
        }
        if interfaces.contains(APUS_RUNTIME_DRAFT_1) {
            let runtime = try ContainerRuntime(instance, threads: HostThreads(maximum: 8))
            await withTaskGroup(of: Void.self) { group in
                for verb in ["Version", "Status", "ListContainers", "NoSuchVerb"] {
                    for _ in 0..<8 {
                        // An error is an answer; a crash or a hang is not.
                        group.addTask { _ = try? await runtime.call(verb, Array("{}".utf8)) }
                    }
                }
            }
            runtime.cancel()
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await transform(element)) }
        return result
    }
}
