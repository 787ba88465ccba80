/// The labels and annotations that the kubelet puts on sandboxes and containers (`pkg/kubelet/types`).
enum RuntimeLabel {
    static let podName = "io.kubernetes.pod.name"
    static let podNamespace = "io.kubernetes.pod.namespace"
    static let podUID = "io.kubernetes.pod.uid"
    static let containerName = "io.kubernetes.container.name"

    static let hash = "io.kubernetes.container.hash"
    static let restartCount = "io.kubernetes.container.restartCount"
    static let terminationMessagePath = "io.kubernetes.container.terminationMessagePath"
    static let terminationMessagePolicy = "io.kubernetes.container.terminationMessagePolicy"
    static let podTerminationGracePeriod = "io.kubernetes.pod.terminationGracePeriod"
}
