import ApusAPI
import ApusClient
import ApusJSON
import Synchronization

/// Why a container waits: the reason and message of its `waiting` state.
struct WaitingReason: Error, Sendable, Equatable {
    var reason: String
    var message: String
}

/// Sees to it that a container's image is there (`pkg/kubelet/images/image_manager.go`).
final class ImageSource: Sendable {
    private struct Key: Hashable {
        var pod: String
        var image: String
    }

    private let runtime: any ContainerRuntime
    private let recorder: EventRecorder
    private let time: TimeSource
    private let backoffs = Mutex<[Key: (backoff: CrashBackoff, message: String)]>([:])

    init(runtime: any ContainerRuntime, recorder: EventRecorder, time: TimeSource) {
        self.runtime = runtime
        self.recorder = recorder
        self.time = time
    }

    /// The runtime's reference of the container's image, pulled where its policy asks for that.
    func ensure(_ pod: Pod, _ container: JSONValue) async throws(WaitingReason) -> String {
        let image = container.text("image")
        let name = Self.withTag(image)
        let about = pod.reference(to: container.text("name"))
        let policy = container["imagePullPolicy"].string ?? (name.hasSuffix(":latest") ? "Always" : "IfNotPresent")
        let present: String?
        do throws(RuntimeError) {
            present = try await runtime.imageReference(of: name)
        } catch {
            let message = "Failed to inspect image \"\(image)\": \(error)"
            recorder.record(about, .warning, reason: "InspectFailed", message: message)
            throw WaitingReason(reason: "ImageInspectError", message: message)
        }
        if policy != "Always" {
            if let present {
                recorder.record(
                    about, .normal, reason: "Pulled",
                    message: "Container image \"\(image)\" already present on machine")
                return present
            }
            if policy == "Never" {
                let message = "Container image \"\(image)\" is not present with pull policy of Never"
                recorder.record(about, .warning, reason: "ErrImageNeverPull", message: message)
                throw WaitingReason(reason: "ErrImageNeverPull", message: message)
            }
        }
        return try await pull(pod, image, name, about)
    }

    private func pull(
        _ pod: Pod, _ image: String, _ name: String, _ about: ObjectReference
    ) async throws(WaitingReason) -> String {
        let key = Key(pod: pod.uid, image: image)
        let start = time.elapsed
        if let known = backoffs.withLock({ $0[key] }),
            known.backoff.remaining(since: known.backoff.updatedAt, now: start) != nil
        {
            let message = "Back-off pulling image \"\(image)\""
            recorder.record(about, .normal, reason: "BackOff", message: message)
            throw WaitingReason(reason: "ImagePullBackOff", message: "\(message): ErrImagePull: \(known.message)")
        }
        recorder.record(about, .normal, reason: "Pulling", message: "Pulling image \"\(image)\"")
        do throws(RuntimeError) {
            let answer = try await runtime.call("PullImage", ["image": ["image": .string(name)]])
            backoffs.withLock { $0[key] = nil }
            let milliseconds = Int((time.elapsed - start).inSeconds * 1000)
            recorder.record(
                about, .normal, reason: "Pulled",
                message:
                    "Successfully pulled image \"\(image)\" in \(milliseconds)ms (\(milliseconds)ms including waiting)")
            return answer.text("imageRef")
        } catch {
            let now = time.elapsed
            backoffs.withLock { backoffs in
                var backoff = backoffs[key]?.backoff ?? CrashBackoff()
                backoff.next(since: now, now: now)
                backoffs[key] = (backoff, error.message)
            }
            recorder.record(
                about, .warning, reason: "Failed", message: "Failed to pull image \"\(image)\": \(error)")
            recorder.record(about, .warning, reason: "Failed", message: "Error: ErrImagePull")
            throw WaitingReason(reason: "ErrImagePull", message: error.message)
        }
    }

    /// When the earliest pull of the pod may be tried again.
    func retry(_ uid: String) -> Duration? {
        let now = time.elapsed
        return backoffs.withLock { backoffs in
            backoffs.filter { $0.key.pod == uid }
                .compactMap { $0.value.backoff.remaining(since: $0.value.backoff.updatedAt, now: now) }.min()
        }
    }

    func forget(_ uid: String) {
        backoffs.withLock { backoffs in backoffs = backoffs.filter { $0.key.pod != uid } }
    }

    /// An image name without tag and digest means `latest`.
    static func withTag(_ image: String) -> String {
        let last = image.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return last.contains(":") || image.contains("@") ? image : "\(image):latest"
    }
}
