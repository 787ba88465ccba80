import ApusAPI
import ApusJSON
import ApusResources
import ApusServer
import ApusStore
import ArgumentParser

/// What a get costs that is answered from memory.
struct StoreReadBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gets", abstract: "Gets of single objects from the memory that answers GET, on one thread.")

    @Option(help: "How many objects there are.") var objects = 100_000
    @Option(help: "How many gets.") var gets = 10_000_000

    func run() throws {
        let names = (0..<objects).map { "web-6d4b75cb6d-\(String($0, radix: 36))" }
        let kind = GroupVersionKind("", "v1", "Pod")
        guard let pods = BuiltInStrategies.resources.first(where: { $0.definition.gvk == kind }) else { return }
        let cache = ResourceCache(definition: pods.definition, prefix: "/registry/pods/", progress: StoreProgress())
        let stored = try names.enumerated().map { number, name in
            try APIObject(
                stored: Bytes(JSONBench.pod.replacing("web-6d4b75cb6d-x2x9z", with: name)),
                revision: UInt64(number + 2), selectable: pods.definition.selectableFields)
        }
        cache.load(ReadObjects(stored.sorted { $0.name < $1.name }), revision: UInt64(objects + 1))
        let keys = names.map { ObjectKey("default", $0) }
        var found = 0
        var place = 0
        let start = monotonicNanoseconds()
        for _ in 0..<gets {
            // A step that shares no divisor with most counts: neighbours in time are not neighbours in memory.
            place = (place + 7919) % keys.count
            if cache.object(keys[place]) != nil { found += 1 }
        }
        let seconds = Double(monotonicNanoseconds() - start) / 1e9
        guard found == gets else { throw ExitCode(1) }
        report("store_gets_rate", Double(gets) / seconds, "gets/s")
        report("store_gets_time", seconds / Double(gets) * 1e9, "ns")
    }
}
