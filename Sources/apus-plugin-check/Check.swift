import ApusPluginHost
import CApusPlugin

/// A named check.
struct Check: Sendable {
    var name: String
    var summary: String
    /// Whether the checks that follow make no sense when this one fails.
    var isPrecondition = false
    var body: @Sendable (Subject) async throws -> Void

    static func named(_ name: String) -> Check? { all.first { $0.name == name } }

    static let all: [Check] = [
        Check(name: "manifest", summary: "plugin.json can be read", isPrecondition: true) { subject in
            _ = try subject.manifest()
            _ = try subject.libraryPath()
        },
        Check(name: "symbols", summary: "the library exports apus_plugin_main_v1 and nothing else") { subject in
            let exported = try ExportedSymbols(path: subject.libraryPath()).names
            guard exported.contains(APUS_PLUGIN_MAIN) else { throw Flaw("\(APUS_PLUGIN_MAIN) is not exported") }
            let others = exported.filter { $0 != APUS_PLUGIN_MAIN }
            if let first = others.first {
                throw Flaw("\(others.count) other symbols are exported, such as \(first); use a version script")
            }
        },
        Check(
            name: "handshake", summary: "the library loads, agrees on the ABI and offers what plugin.json claims",
            isPrecondition: true
        ) { subject in
            _ = try await subject.load()
        },
        Check(name: "unknown-ids", summary: "unknown components and interfaces are answered with NULL") { subject in
            let plugin = try await subject.load()
            for component in plugin.manifest.components.map(\.name) + [""] {
                if await plugin.offers("apus.no-such-interface/1", of: component) {
                    throw Flaw("component \"\(component)\" offers interface apus.no-such-interface/1")
                }
            }
            for id in plugin.manifest.components.flatMap(\.interfaces) {
                if await plugin.offers(id, of: "no-such-component") {
                    throw Flaw("component \"no-such-component\" offers interface \(id)")
                }
            }
        },
        Check(name: "life-cycle", summary: "instances are made and destroyed, again and again, several at a time") {
            subject in
            for _ in 0..<20 { try await subject.forEachInstance { _ in } }
            let plugin = try await subject.load()
            for component in plugin.manifest.components {
                let configuration = try subject.configuration(of: component)
                var instances: [PluginInstance] = []
                for _ in 0..<5 {
                    guard
                        let instance = try? await plugin.makeInstance(of: component.name, configuration: configuration)
                    else { break }
                    instances.append(instance)
                }
                for instance in instances { await instance.destroy() }
            }
        },
        Check(name: "configuration", summary: "configurations that no schema lets through are refused, not crashed on")
        {
            subject in
            let plugin = try await subject.load()
            for component in plugin.manifest.components {
                for text in Garbage.configurations {
                    // Both answers are right; what counts is that there is one.
                    let instance = try? await plugin.makeInstance(of: component.name, unchecked: text)
                    await instance?.destroy()
                }
            }
        },
        Check(name: "old-host", summary: "columns that an older host does not have read as empty") { subject in
            try await subject.forEachInstance(with: SchedulingRun.interfaces) { instance in
                try await SchedulingRun(instance, SampleCluster(rows: 70, columns: 0)).run()
            }
        },
        Check(name: "scheduling", summary: "verdicts, reasons and scores are well-formed and repeatable") { subject in
            try await subject.forEachInstance(with: SchedulingRun.interfaces) { instance in
                for rows in [0, 1, 64, 130] {
                    let cluster = SampleCluster(rows: rows)
                    let first = try await SchedulingRun(instance, cluster).run()
                    let second = try await SchedulingRun(instance, cluster).run()
                    if first != second { throw Flaw("two calls with equal arguments gave different results") }
                }
            }
        },
        Check(name: "threads", summary: "calls work from any thread, and instances side by side") { subject in
            try await subject.forEachInstance { instance in
                guard let component = instance.plugin.manifest.component(instance.component) else { return }
                try await ConcurrentUse(instance: instance, configuration: subject.configuration(of: component)).run()
            }
        },
    ]
}
