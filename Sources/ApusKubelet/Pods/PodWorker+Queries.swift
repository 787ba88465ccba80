import ApusJSON

/// What the kubelet's server asks.
extension PodWorker {
    /// The run of a container whose log is to be read.
    ///
    /// - Throws: in upstream's words, where there is none (`validateContainerLogStatus` of `pkg/kubelet`).
    func log(of name: String, previous: Bool) throws(EnvironmentError) -> RuntimeContainer {
        guard pod.container(name) != nil else {
            throw EnvironmentError("container \(name) is not valid for pod \(pod.name)")
        }
        let runs = runtime.containers.filter { $0.name == name && $0.state != .created }
        if previous {
            let ended = runs.first?.isRunning ?? false ? Array(runs.dropFirst()) : runs
            // A container that waits for its restart has its last run as the previous one.
            guard let run = ended.first(where: \.hasEnded) else {
                throw EnvironmentError("previous terminated container \"\(name)\" in pod \"\(pod.name)\" not found")
            }
            return run
        }
        if let run = runs.first { return run }
        let reason = findings.waiting[name]?.reason ?? "ContainerCreating"
        throw EnvironmentError(
            "container \"\(name)\" in pod \"\(pod.name)\" is waiting to start: \(waitingText(reason))")
    }

    private func waitingText(_ reason: String) -> String {
        switch reason {
        case "ErrImagePull": "image can't be pulled"
        case "ImagePullBackOff": "trying and failing to pull image"
        default: reason
        }
    }

    /// The container that a command is to run in.
    func runningContainer(_ name: String) throws(EnvironmentError) -> RuntimeContainer {
        let wanted = name.isEmpty ? pod.containers.first?.text("name") ?? "" : name
        guard let run = runtime.latest(wanted), run.isRunning else {
            throw EnvironmentError("container not found (\"\(wanted)\")")
        }
        return run
    }

    var sandboxID: String? { runtime.sandbox?.id }

    /// Calls `observer` now, and each time the runtime has told something new about the pod.
    func observe(_ observer: @escaping @Sendable (PodRuntime) -> Void) -> Int {
        nextObserver += 1
        observers[nextObserver] = observer
        observer(runtime)
        return nextObserver
    }

    func endObserving(_ id: Int) { observers[id] = nil }
}
