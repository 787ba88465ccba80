import ApusAPI
import ApusClient
import ApusJSON

/// `/stats/summary` (`k8s.io/kubelet/pkg/apis/stats/v1alpha1`) from the runtime's own figures.
struct StatsSummary {
    private let context: NodeContext

    init(_ context: NodeContext) { self.context = context }

    func make() async -> JSONValue {
        let answer = try? await context.runtime.call("ListContainerStats", [:])
        let now = JSONValue.string(context.time.now.rfc3339)
        var pods: [String: JSONValue] = [:]
        var order: [String] = []
        for stats in answer?["stats"].elements ?? [] {
            let labels = stats["attributes"]["labels"]
            guard let uid = labels[RuntimeLabel.podUID].string else { continue }
            if pods[uid] == nil {
                order.append(uid)
                pods[uid] = [
                    "podRef": [
                        "name": labels[RuntimeLabel.podName], "namespace": labels[RuntimeLabel.podNamespace],
                        "uid": .string(uid),
                    ],
                    "startTime": now, "containers": [],
                ]
            }
            pods[uid]?["containers"].append(container(stats, now))
        }
        return [
            "node": ["nodeName": .string(context.configuration.nodeName), "startTime": now, "memory": memory(now)],
            "pods": .array(order.sorted().compactMap { uid in pods[uid].map(withTotals) }),
        ]
    }

    private func container(_ stats: JSONValue, _ now: JSONValue) -> JSONValue {
        let value = { (field: JSONValue) in JSONValue.int(field["value"].integer ?? field.integer ?? 0) }
        return [
            "name": stats["attributes"]["metadata"]["name"], "startTime": now,
            "cpu": ["time": now, "usageCoreNanoSeconds": value(stats["cpu"]["usageCoreNanoSeconds"])],
            "memory": [
                "time": now, "usageBytes": value(stats["memory"]["usageBytes"]),
                "workingSetBytes": value(stats["memory"]["workingSetBytes"]),
                "rssBytes": value(stats["memory"]["rssBytes"]), "pageFaults": value(stats["memory"]["pageFaults"]),
                "majorPageFaults": value(stats["memory"]["majorPageFaults"]),
            ],
        ]
    }

    private func withTotals(_ pod: JSONValue) -> JSONValue {
        var pod = pod
        let containers = pod["containers"].elements
        let sum = { (part: String, field: String) in
            JSONValue.int(containers.reduce(0) { $0 + ($1[part][field].int ?? 0) })
        }
        pod["cpu"] = ["time": pod["startTime"], "usageCoreNanoSeconds": sum("cpu", "usageCoreNanoSeconds")]
        pod["memory"] = [
            "time": pod["startTime"], "usageBytes": sum("memory", "usageBytes"),
            "workingSetBytes": sum("memory", "workingSetBytes"), "rssBytes": sum("memory", "rssBytes"),
        ]
        return pod
    }

    private func memory(_ now: JSONValue) -> JSONValue {
        var free: Int64 = 0
        for line in (FileTree.text("/proc/meminfo") ?? "").split(separator: "\n") where line.hasPrefix("MemAvailable:")
        {
            free = (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int64($0) } ?? 0) * 1024
        }
        let used = max(0, context.machine.memoryBytes - free)
        return [
            "time": now, "availableBytes": .int(free), "usageBytes": .int(used), "workingSetBytes": .int(used),
        ]
    }
}
