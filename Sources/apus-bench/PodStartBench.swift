import ApusAPI
import ApusClient
import ApusJSON
import ArgumentParser
import Logging

/// From the create of a Pod to the moment a watcher sees it Running.
struct PodStartBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pod-start", abstract: "Create to Running, one Pod after the other or all together.")

    @OptionGroup var target: ServerOptions
    @Option(help: "How many Pods.") var pods = 10
    @Option(help: "An image of the node that has /bin/sleep.") var image: String
    @Flag(help: "Create all at once.") var together = false
    @Option(help: "The namespace; it must have a default service account.") var namespace = "default"

    private static let resource = GroupVersionResource("", "v1", "pods")

    func run() async throws {
        var configuration = ClientConfiguration(server: "https://\(target.server)")
        configuration.insecureSkipVerify = true
        configuration.credential = .token(target.token)
        let transport = try HTTPTransport(configuration, logger: Logger(label: "apus-bench"))
        let client = APIClient(transport)
        let cpu = target.figures?.cpu ?? 0
        let clock = ContinuousClock()
        let watch = try await transport.watch(
            {
                var request = APIRequest(.watch, Self.resource, namespace: namespace)
                request.options.labelSelector = "bench=start"
                return request
            }())
        var events = watch.makeAsyncIterator()
        var begun: [String: ContinuousClock.Instant] = [:]
        var delays: [Double] = []
        let start = clock.now

        /// Reads events until `count` more Pods run.
        func waitFor(_ count: Int) async throws {
            let goal = delays.count + count
            while delays.count < goal, let event = try await events.next() {
                let object = try event.object.value()
                if object["status"]["phase"].string == "Running",
                    let since = begun.removeValue(forKey: event.object.name)
                {
                    delays.append(milliseconds(clock.now - since))
                }
            }
        }
        for number in 0..<pods {
            let name = "start-\(together ? "t" : "s")-\(number)"
            begun[name] = clock.now
            try await client.create(Self.resource, namespace: namespace, pod(name))
            if !together { try await waitFor(1) }
        }
        if together { try await waitFor(pods) }
        let mode = together ? "together_\(pods)" : "single"
        report("pod_start_\(mode)_median", delays.quantile(0.5), "ms")
        report("pod_start_\(mode)_max", delays.max() ?? 0, "ms")
        if together { report("pod_start_\(mode)_all", milliseconds(clock.now - start), "ms") }
        if let figures = target.figures {
            report("pod_start_\(mode)_cpu", (figures.cpu - cpu) / Double(pods) * 1e3, "ms")
        }
        var options = APIOptions()
        options.labelSelector = "bench=start"
        options.gracePeriodSeconds = 0
        try await client.deleteCollection(Self.resource, namespace: namespace, options: options)
        watch.cancel()
        await transport.shutdown()
    }

    private func pod(_ name: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "labels": ["bench": "start"]],
            "spec": [
                "terminationGracePeriodSeconds": 0,
                "containers": [
                    [
                        "name": "c", "image": .string(image), "command": ["/bin/sleep", "1000"],
                        "imagePullPolicy": "IfNotPresent",
                    ]
                ],
            ],
        ]
    }
}

func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
}
