import ApusJSON

/// `/metrics` and `/metrics/resource` in Prometheus' text format, under upstream's names.
struct NodeMetrics {
    private let context: NodeContext
    private let workers: PodWorkers

    init(_ context: NodeContext, _ workers: PodWorkers) {
        self.context = context
        self.workers = workers
    }

    func text() async -> String {
        let containers = (try? await context.runtime.call("ListContainers", [:]))?["containers"].elements ?? []
        let running = containers.filter { $0["state"].string == "CONTAINER_RUNNING" }.count
        let exited = containers.filter { $0["state"].string == "CONTAINER_EXITED" }.count
        return """
            # HELP kubelet_node_name The node's name. The count is always 1.
            # TYPE kubelet_node_name gauge
            kubelet_node_name{node="\(context.configuration.nodeName)"} 1
            # HELP kubelet_running_pods Number of pods that have a worker.
            # TYPE kubelet_running_pods gauge
            kubelet_running_pods \(workers.uids.count)
            # HELP kubelet_running_containers Number of containers by state.
            # TYPE kubelet_running_containers gauge
            kubelet_running_containers{container_state="running"} \(running)
            kubelet_running_containers{container_state="exited"} \(exited)

            """
    }

    func resourceText() async -> String {
        let summary = await StatsSummary(context).make()
        var cpu = "# TYPE container_cpu_usage_seconds_total counter\n"
        var memory = "# TYPE container_memory_working_set_bytes gauge\n"
        for pod in summary["pods"].elements {
            let reference = pod["podRef"]
            for container in pod["containers"].elements {
                let pod = "namespace=\"\(reference.text("namespace"))\",pod=\"\(reference.text("name"))\""
                let labels = "{container=\"\(container.text("name"))\",\(pod)}"
                let seconds = Double(container["cpu"]["usageCoreNanoSeconds"].int ?? 0) / 1e9
                cpu += "container_cpu_usage_seconds_total\(labels) \(seconds)\n"
                memory +=
                    "container_memory_working_set_bytes\(labels) \(container["memory"]["workingSetBytes"].int ?? 0)\n"
            }
        }
        return cpu + memory
    }
}
