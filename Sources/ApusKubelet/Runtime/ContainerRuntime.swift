public import ApusJSON

/// A container runtime in the terms of CRI v1 (k8s.io/cri-api, `runtime.v1`).
///
/// A verb is the name of an RPC of RuntimeService or ImageService; a document is that RPC's message as JSON, with
/// lowerCamelCase names and enums by name. Calls may come from any task, many at a time.
public protocol ContainerRuntime: Sendable {
    /// Does a unary RPC: `RunPodSandbox`, `ListContainers`, `PullImage`, …
    func call(_ verb: String, _ request: JSONValue) async throws(RuntimeError) -> JSONValue

    /// Joins a process's streams to descriptors and returns when they have ended, with `{"exitCode":N}`; `verb` is
    /// `Exec`, `Attach` or `PortForward`. The descriptors stay the caller's.
    func stream(
        _ verb: String, _ request: JSONValue, _ streams: StreamDescriptors
    ) async throws(RuntimeError) -> JSONValue

    /// Gives each `ContainerEventResponse` from now on to `deliver`, in order, until that returns false or `cancel`.
    func events(_ deliver: @escaping @Sendable (JSONValue) -> Bool) async throws(RuntimeError)

    /// Makes every `events` and `stream` end soon. Containers go on.
    func cancel()
}

/// The descriptors of a streaming call; nil where there is no such stream.
public struct StreamDescriptors: Sendable {
    /// Read by the process.
    public var stdin: Int32?
    public var stdout: Int32?
    public var stderr: Int32?
    /// Read by the runtime: a line `{"width":W,"height":H}` for each new size of the terminal.
    public var resize: Int32?

    public init(stdin: Int32? = nil, stdout: Int32? = nil, stderr: Int32? = nil, resize: Int32? = nil) {
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.resize = resize
    }
}

/// Why a runtime did not do what it was asked.
public struct RuntimeError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        case notFound, deadlineExceeded, unimplemented, cancelled, other
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension ContainerRuntime {
    func imageReference(of image: String) async throws(RuntimeError) -> String? {
        let answer = try await call("ImageStatus", ["image": ["image": .string(image)]])
        return answer["image"]["id"].string
    }

    func removeContainer(_ id: String) async throws(RuntimeError) {
        do { _ = try await call("RemoveContainer", ["containerId": .string(id)]) } catch  where error.code == .notFound
        {}
    }

    /// Stops a container that may be gone already; `timeout` seconds lie between SIGTERM and SIGKILL.
    func stopContainer(_ id: String, timeout: Int64) async throws(RuntimeError) {
        do {
            _ = try await call("StopContainer", ["containerId": .string(id), "timeout": .int(timeout)])
        } catch  where error.code == .notFound {}
    }

    func stopSandbox(_ id: String) async throws(RuntimeError) {
        do { _ = try await call("StopPodSandbox", ["podSandboxId": .string(id)]) } catch  where error.code == .notFound
        {}
    }

    func removeSandbox(_ id: String) async throws(RuntimeError) {
        do {
            _ = try await call("RemovePodSandbox", ["podSandboxId": .string(id)])
        } catch  where error.code == .notFound {}
    }

    /// What the runtime has of one pod.
    func pod(uid: String) async throws(RuntimeError) -> PodRuntime {
        let list = try await call(
            "ListPodSandbox", ["filter": ["labelSelector": [RuntimeLabel.podUID: .string(uid)]]])
        var pod = PodRuntime()
        for item in list["items"].elements {
            guard let id = item["id"].string else { continue }
            do {
                pod.add(try await call("PodSandboxStatus", ["podSandboxId": .string(id), "verbose": false]))
            } catch  where error.code == .notFound {}
        }
        pod.sort()
        return pod
    }
}
