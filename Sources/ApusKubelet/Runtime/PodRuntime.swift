import ApusJSON

/// A pod sandbox as the runtime reports it.
struct RuntimeSandbox: Sendable, Equatable {
    var id: String
    var attempt: Int64
    var isReady: Bool
    var createdAt: Int64
    /// The pod's addresses; none in the host's network.
    var addresses: [String]
}

/// A container as the runtime reports it; times in nanoseconds since 1970.
struct RuntimeContainer: Sendable, Equatable {
    enum State: Sendable { case created, running, exited, unknown }

    var id: String
    var sandboxID: String
    var name: String
    var attempt: Int64
    var state: State
    var createdAt: Int64
    var startedAt: Int64
    var finishedAt: Int64
    var exitCode: Int64
    var image: String
    var imageRef: String
    var reason: String
    var message: String
    var hash: String
    var terminationMessagePath: String
    var terminationMessagePolicy: String
    /// Host path of the file that is mounted at `terminationMessagePath`; "" for none.
    var terminationMessageFile: String
    var logPath: String
    /// User and groups, where the runtime tells.
    var user: JSONValue

    var isRunning: Bool { state == .running }
    var hasEnded: Bool { state == .exited || state == .unknown }

    init(_ status: JSONValue, sandboxID: String) {
        id = status["id"].string ?? ""
        self.sandboxID = sandboxID
        name = status["metadata"]["name"].string ?? ""
        attempt = status["metadata"]["attempt"].integer ?? 0
        state =
            switch status["state"].string {
            case "CONTAINER_CREATED": .created
            case "CONTAINER_RUNNING": .running
            case "CONTAINER_EXITED": .exited
            default: .unknown
            }
        createdAt = status["createdAt"].integer ?? 0
        startedAt = status["startedAt"].integer ?? 0
        finishedAt = status["finishedAt"].integer ?? 0
        exitCode = status["exitCode"].integer ?? 0
        image = status["image"]["image"].string ?? ""
        imageRef = status["imageRef"].string ?? ""
        reason = status["reason"].string ?? ""
        message = status["message"].string ?? ""
        let annotations = status["annotations"]
        hash = annotations[RuntimeLabel.hash].string ?? ""
        let path = annotations[RuntimeLabel.terminationMessagePath].string ?? ""
        terminationMessagePath = path
        terminationMessagePolicy = annotations[RuntimeLabel.terminationMessagePolicy].string ?? ""
        terminationMessageFile =
            status["mounts"].elements.first { $0["containerPath"].string == path }?["hostPath"].string ?? ""
        logPath = status["logPath"].string ?? ""
        user = status["user"]["linux"]
    }
}

/// What the runtime has of one pod: sandboxes and containers, the newest first.
struct PodRuntime: Sendable, Equatable {
    var sandboxes: [RuntimeSandbox] = []
    var containers: [RuntimeContainer] = []

    /// Takes in a `PodSandboxStatusResponse` (or an event, which holds the same members).
    mutating func add(_ response: JSONValue) {
        let status = response["status"].isNull ? response["podSandboxStatus"] : response["status"]
        guard let id = status["id"].string else { return }
        let network = status["network"]
        let addresses =
            [network["ip"].string ?? ""] + network["additionalIps"].elements.map { $0["ip"].string ?? "" }
        sandboxes.append(
            RuntimeSandbox(
                id: id, attempt: status["metadata"]["attempt"].integer ?? 0,
                isReady: status["state"].string == "SANDBOX_READY", createdAt: status["createdAt"].integer ?? 0,
                addresses: addresses.filter { !$0.isEmpty }))
        for container in response["containersStatuses"].elements {
            containers.append(RuntimeContainer(container, sandboxID: id))
        }
    }

    mutating func sort() {
        sandboxes.sort { ($0.createdAt, $0.attempt) > ($1.createdAt, $1.attempt) }
        containers.sort { ($0.createdAt, $0.attempt) > ($1.createdAt, $1.attempt) }
    }

    /// The sandbox that containers are started in, where it is ready.
    var sandbox: RuntimeSandbox? { sandboxes.first.flatMap { $0.isReady ? $0 : nil } }

    /// The newest container of that name.
    func latest(_ name: String) -> RuntimeContainer? { containers.first { $0.name == name } }

    /// The newest container of that name in the current sandbox.
    func current(_ name: String) -> RuntimeContainer? {
        guard let sandbox else { return nil }
        return containers.first { $0.name == name && $0.sandboxID == sandbox.id }
    }

    var running: [RuntimeContainer] { containers.filter(\.isRunning) }
}

extension JSONValue {
    /// An integer, also one that is written as a string, as protobuf's JSON does with 64 bits.
    var integer: Int64? { int ?? string.flatMap { Int64($0) } }
}
