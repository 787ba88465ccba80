import ApusJSON
import Testing

@testable import ApusScheduler

@Suite struct PodRequestsTests {
    static func container(_ cpu: String?, _ memory: String? = nil, always: Bool = false) -> JSONValue {
        var container: JSONValue = ["name": "c", "image": "i"]
        if let cpu { container["resources"]["requests"]["cpu"] = .string(cpu) }
        if let memory { container["resources"]["requests"]["memory"] = .string(memory) }
        if always { container["restartPolicy"] = "Always" }
        return container
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var spec: JSONValue
        var milliCPU: Int64
        var nonzeroMilliCPU: Int64
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "nothing", spec: ["containers": [container(nil)]], milliCPU: 0, nonzeroMilliCPU: 100),
        Case(
            name: "sum", spec: ["containers": [container("1"), container("500m")]], milliCPU: 1500,
            nonzeroMilliCPU: 1500),
        Case(
            name: "each container has a default", spec: ["containers": [container("1"), container(nil)]],
            milliCPU: 1000, nonzeroMilliCPU: 1100),
        Case(
            name: "a zero request is a request", spec: ["containers": [container("0")]], milliCPU: 0,
            nonzeroMilliCPU: 0),
        Case(
            name: "the greatest init container",
            spec: [
                "initContainers": [container("3"), container("2")], "containers": [container("1"), container("1")],
            ], milliCPU: 3000, nonzeroMilliCPU: 3000),
        Case(
            name: "sidecars run along",
            spec: [
                "initContainers": [container("1", always: true)], "containers": [container("1")],
            ], milliCPU: 2000, nonzeroMilliCPU: 2000),
        Case(
            name: "an init container runs beside the sidecars before it",
            spec: [
                "initContainers": [container("1", always: true), container("4"), container("1", always: true)],
                "containers": [container("1")],
            ], milliCPU: 5000, nonzeroMilliCPU: 5000),
        Case(
            name: "overhead", spec: ["containers": [container("1")], "overhead": ["cpu": "250m"]], milliCPU: 1250,
            nonzeroMilliCPU: 1250),
        Case(
            name: "requests of the whole Pod",
            spec: [
                "resources": ["requests": ["cpu": "3"]], "containers": [container("1"), container(nil)],
            ], milliCPU: 3000, nonzeroMilliCPU: 3000),
    ]

    @Test(arguments: cases)
    func `a Pod's requests are summed up as upstream does`(test: Case) throws {
        let facts = try #require(pod(spec: test.spec).podFacts)
        #expect(facts.requirements.requests.amounts.milliCPU == test.milliCPU)
        #expect(facts.requirements.requests.nonzeroMilliCPU == test.nonzeroMilliCPU)
    }

    @Test func `extended resources and huge pages count, unknown names do not`() throws {
        let facts = try #require(
            pod(requests: ["example.com/gpu": "2", "hugepages-2Mi": "4Mi", "bananas": "3"]).podFacts)
        #expect(
            facts.requirements.requests.amounts.extended == ["example.com/gpu": 2, "hugepages-2Mi": 4 * 1024 * 1024])
    }

    @Test(arguments: [
        ("app", "app:latest"), ("app:1", "app:1"), ("host:5000/app", "host:5000/app:latest"),
        ("host:5000/app:2", "host:5000/app:2"), ("a/b", "a/b:latest"),
    ])
    func `an image without a tag is the latest`(name: String, normalized: String) {
        #expect(normalizedImageName(name) == normalized)
    }
}
