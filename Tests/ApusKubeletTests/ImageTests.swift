import ApusAPI
import ApusJSON
import ApusTestSupport
import Synchronization
import Testing

@testable import ApusKubelet

@Suite(.timeLimit(.minutes(1)))
struct ImageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var image: String
        var policy: String?
        var reason: String
        var message: String
        var testDescription: String { "\(image), \(policy ?? "no policy")" }
    }

    @Test(
        "an image that cannot be had is what the container waits for",
        arguments: [
            Case(
                image: "nginx:1", policy: "Never", reason: "ErrImageNeverPull",
                message: "Container image \"nginx:1\" is not present with pull policy of Never"),
            Case(image: "nginx:1", policy: "IfNotPresent", reason: "ErrImagePull", message: "not found: nginx:1"),
            Case(image: "nginx", policy: nil, reason: "ErrImagePull", message: "not found: nginx:latest"),
        ])
    func missing(_ example: Case) async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") { pod in
                pod["spec"]["containers"][0]["image"] = .string(example.image)
                pod["spec"]["containers"][0]["imagePullPolicy"] = example.policy.map { .string($0) } ?? .null
            }
            try await kubelet.until("it waits") {
                $0.container("web")["state"]["waiting"]["reason"].string == example.reason
            }
            #expect(kubelet.container("web")["state"]["waiting"]["message"].string == example.message)
            #expect(kubelet.status("web")["phase"].string == "Pending")
        }
    }

    @Test("a pull that failed is tried again after 10 s, and the container starts once the image is there")
    func retry() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") { $0["spec"]["containers"][0]["image"] = "nginx:1" }
            try await kubelet.until("it waits") {
                $0.container("web")["state"]["waiting"]["reason"].string == "ErrImagePull"
            }
            // Anything that makes the kubelet look again meets the back-off.
            kubelet.api.edit(Kubelet.pods, "default/web") { $0["metadata"]["labels"] = ["a": "b"] }
            try await kubelet.until("it waits longer") {
                $0.container("web")["state"]["waiting"]["reason"].string == "ImagePullBackOff"
            }
            #expect(
                kubelet.container("web")["state"]["waiting"]["message"].string
                    == "Back-off pulling image \"nginx:1\": ErrImagePull: not found: nginx:1")
            kubelet.runtime.state.withLock { _ = $0.images.insert("nginx:1") }
            kubelet.clock.advance(by: .seconds(11))
            try await kubelet.until("web", "Running")
        }
    }

    @Test("an image without tag or digest means latest")
    func tags() {
        #expect(ImageSource.withTag("busybox") == "busybox:latest")
        #expect(ImageSource.withTag("localhost:5000/a/b") == "localhost:5000/a/b:latest")
        #expect(ImageSource.withTag("a/b:1") == "a/b:1")
        #expect(ImageSource.withTag("a/b@sha256:0") == "a/b@sha256:0")
    }
}
