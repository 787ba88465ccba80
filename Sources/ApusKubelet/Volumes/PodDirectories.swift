/// Where the files of a pod lie; the layout is upstream's.
struct PodDirectories: Sendable {
    /// The kubelet's own folder.
    let root: String
    /// Where the logs of all pods lie.
    let logs: String

    func pod(_ uid: String) -> String { "\(root)/pods/\(uid)" }
    func hostsFile(_ uid: String) -> String { "\(pod(uid))/etc-hosts" }

    /// `kind` is the volume plugin's name, as `configmap`.
    func volume(_ uid: String, _ kind: String, _ name: String) -> String {
        "\(pod(uid))/volumes/kubernetes.io~\(kind)/\(name)"
    }

    func container(_ uid: String, _ name: String) -> String { "\(pod(uid))/containers/\(name)" }

    func logs(_ pod: Pod) -> String { "\(logs)/\(pod.namespace)_\(pod.name)_\(pod.uid)" }
}
