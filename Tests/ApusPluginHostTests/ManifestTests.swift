import ApusPluginHost
import Testing

@Suite struct ManifestTests {
    @Test func `reads components, their interfaces and schemas`() throws {
        let manifest = try PluginManifest(
            json: Array(
                """
                {"id": "a", "version": "2.1", "abi": "1.0", "library": "liba.so", "description": "x", "components": [
                  {"name": "One", "interfaces": ["i/1", "j/1"]},
                  {"name": "Two", "interfaces": ["i/1"], "configuration": {"type": "object", "required": ["n"]}}],
                 "functions": [{"name": "F", "kind": "score", "library": "libm.so.6", "symbol": "fabs",
                   "signature": "f64 fabs(f64 node.allocatable.cpu)", "pure": true}]}
                """.utf8), directory: "/d")
        #expect(manifest.components.map(\.name) == ["One", "Two"])
        #expect(manifest.component("One")?.interfaces == ["i/1", "j/1"])
        #expect(manifest.abi.description == "1.0")
        #expect(manifest.functions.first?.pure == true)
        #expect(manifest.functions.first?.signature.parameters.first?.field == .nodeAllocatable("cpu"))
    }

    @Test func `interfaces at the top are one component named like the plugin`() throws {
        let manifest = try PluginManifest(json: Array(PluginSource.manifest.utf8), directory: "/d")
        #expect(manifest.components.map(\.name) == ["test"])
    }

    struct Bad: Sendable {
        var json: String
        var message: String
    }

    @Test(arguments: [
        Bad(json: "{", message: "not a JSON document"),
        Bad(json: "{}", message: "plugin.json.id: Required value"),
        Bad(json: #"{"id": "a", "version": "1", "abi": "1.0"}"#, message: "one of components, interfaces or functions"),
        Bad(
            json: #"{"id": "a", "version": "1", "abi": "one", "library": "l", "interfaces": ["i"]}"#,
            message: #"plugin.json.abi: Invalid value: "one": must be MAJOR.MINOR"#),
        Bad(
            json: #"{"id": "a", "version": "1", "abi": "1.0", "interfaces": ["i"]}"#,
            message: "plugin.json.library: Required value"),
        Bad(
            json: #"{"id": "a", "version": "1", "abi": "1.0", "library": "../l", "interfaces": ["i"]}"#,
            message: "must be a file name, not a path"),
        Bad(
            json: #"{"id": "a", "version": "1", "abi": "1.0", "library": "l", "interfaces": ["i", "i"]}"#,
            message: #"plugin.json.interfaces[1]: Duplicate value: "i""#),
        Bad(
            json: #"{"id": "a", "version": "1", "abi": "1.0", "library": "l", "interfaces": ["i"], "extra": 1}"#,
            message: "plugin.json.extra: Forbidden: unknown field"),
        Bad(
            json: #"{"id": 7, "version": "1", "abi": "1.0", "library": "l", "interfaces": ["i"]}"#,
            message: "plugin.json.id: Invalid value: 7: must be of type string"),
        Bad(
            json: """
                {"id": "a", "version": "1", "abi": "1.0", "library": "l", "interfaces": ["i"],
                 "configuration": {"properties": {"n": {"pattern": "x"}}}}
                """,
            message: "plugin.json.configuration.properties.n.pattern: Unsupported value"),
        Bad(
            json: """
                {"id": "a", "version": "1", "abi": "1.0", "functions": [
                 {"name": "F", "kind": "score", "library": "l", "symbol": "s", "signature": "f64 (f64 pod.nonsense)"}]}
                """,
            message: #"plugin.json.functions[0].signature: Invalid value: "pod.nonsense": must be node.name"#),
    ])
    func `a wrong manifest is refused with the field`(bad: Bad) {
        let error = #expect(throws: PluginError.self) {
            try PluginManifest(json: Array(bad.json.utf8), directory: "/d")
        }
        #expect(error?.code == .manifest)
        #expect(error?.description.contains(bad.message) == true, "\(error?.description ?? "")")
    }

    @Test func `a wrong manifest leaves the plugins beside it alone`() throws {
        let good = try TemporaryPlugin(manifest: PluginSource.manifest)
        let bad = try TemporaryPlugin(manifest: "{}")
        let same = try TemporaryPlugin(manifest: PluginSource.manifest)
        let contents = PluginDirectories([good.path, bad.path, same.path, "/nowhere"]).read()
        #expect(contents.manifests["test"]?.directory == good.path)
        #expect(contents.problems.count == 2)
        #expect(contents.problems.contains { $0.description.contains("has the same id") })
    }
}
