import ApusAPI
import ApusJSON
import ApusResources
import ArgumentParser

/// What the steps of a write cost, without server and store: the Pod that `bench/create-pods.lua` sends.
struct PipelineBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline", abstract: "Creates a Pod in memory: decode, default, validate, managed fields, encode."
    )

    @Option(help: "How often each is done.") var rounds = 20_000

    func run() throws {
        let kind = GroupVersionKind("", "v1", "Pod")
        guard let resource = BuiltInStrategies.resources.first(where: { $0.definition.gvk == kind }) else { return }
        let bytes = Bytes(Self.pod)
        let context = StrategyContext(now: Timestamp(seconds: 1_700_000_000))
        let writer = FieldManager.Writer(manager: "bench", apiVersion: "v1", now: context.now)
        let fields = resource.fieldManager
        var random = SystemRandomNumberGenerator()
        let decoded = try resource.decode(bytes).object
        var prepared = decoded
        try resource.prepareForCreate(&prepared, namespace: "default", uid: Self.uid, context, random: &random)
        var owned = prepared
        fields.update(&owned, old: .null, writer)
        try time("pipeline_decode") { try resource.decode(bytes).object["spec"].isNull ? 0 : 1 }
        try time("pipeline_prepare") {
            var object = decoded
            try resource.prepareForCreate(&object, namespace: "default", uid: Self.uid, context, random: &random)
            return object["spec"].isNull ? 0 : 1
        }
        try time("pipeline_validate") { try resource.validateCreate(prepared, context).count + 1 }
        try time("pipeline_managed_fields") {
            var object = prepared
            fields.update(&object, old: .null, writer)
            return object["metadata"].isNull ? 0 : 1
        }
        try time("pipeline_encode") { resource.encode(owned).bytes.count }
        try time("pipeline_create") {
            var object = try resource.decode(bytes).object
            try resource.prepareForCreate(&object, namespace: "default", uid: Self.uid, context, random: &random)
            _ = try resource.validateCreate(object, context)
            fields.update(&object, old: .null, writer)
            return resource.encode(object).bytes.count
        }
    }

    private func time(_ name: String, _ body: () throws -> Int) throws {
        var sink = 0
        for _ in 0..<rounds / 10 { sink &+= try body() }
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<rounds { sink &+= try body() }
        let spent = clock.now - start
        if sink == 0 { throw ExitCode(1) }
        report(name, spent / .microseconds(1) / Double(rounds), "us")
    }

    private static let uid = "0b7c9a60-7d4a-4f1e-9d55-0a8f9d8d7f10"
    private static let pod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p0-1","labels":{"app":"web","pod-template-hash":"6d4b75cb6d"}},\
        "spec":{"containers":[{"name":"web","image":"nginx:1.25","ports":[{"containerPort":80}],"env":[{"name":"A",\
        "value":"B"},{"name":"C","value":"D"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":\
        {"cpu":"200m","memory":"256Mi"}}}]}}
        """
}
