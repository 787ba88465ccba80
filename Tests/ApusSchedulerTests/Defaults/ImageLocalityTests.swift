import ApusJSON
import Testing

@Suite struct ImageLocalityTests {
    static let megabyte: Int64 = 1024 * 1024

    static func image(_ name: String, _ megabytes: Int64) -> JSONValue {
        ["names": [.string(name)], "sizeBytes": .int(megabytes * megabyte)]
    }

    @Test func `nodes that have large images are better, as far as the images have spread`() async throws {
        let harness = PluginHarness(
            component: "ImageLocality",
            nodes: [
                node("both", images: [Self.image("app:1", 600), Self.image("huge:latest", 3000)]),
                node("app", images: [Self.image("app:1", 600)]), node("none"),
                node("other", images: [Self.image("app:2", 600)]),
            ])
        // app:1 lies on half of the nodes: 300 MB of 1000 count, above 23.
        let app = try await harness.ask(pod(image: "app:1"))
        #expect(app.scores == ["both": 28, "app": 28, "none": 0, "other": 0])
        // huge lies on a quarter: 750 MB; without a tag it is the latest.
        let huge = try await harness.ask(pod(image: "huge"))
        #expect(huge.scores == ["both": 74, "app": 0, "none": 0, "other": 0])
    }

    @Test func `the limit grows with the number of containers`() async throws {
        let harness = PluginHarness(component: "ImageLocality", nodes: [node("a", images: [Self.image("app:1", 1000)])])
        let opinion = try await harness.ask(
            pod(spec: [
                "containers": [["name": "c", "image": "app:1"]], "initContainers": [["name": "i", "image": "x"]],
            ]))
        #expect(opinion.scores == ["a": 49])
    }
}
