import ApusJSON

/// `runAsNonRoot` (`pkg/kubelet/kuberuntime/security_context.go`).
enum UserCheck {
    /// - Parameter image: the runtime's `ImageStatus`, which says the image's user.
    static func verify(_ pod: Pod, _ container: JSONValue, image: JSONValue) throws(EnvironmentError) {
        let own = container["securityContext"]
        let pods = pod.spec["securityContext"]
        guard own["runAsNonRoot"].bool ?? pods["runAsNonRoot"].bool ?? false else { return }
        let suffix = "(pod: \"\(pod.description)\", container: \(container.text("name")))"
        if let user = own["runAsUser"].int ?? pods["runAsUser"].int {
            if user == 0 { throw EnvironmentError("container's runAsUser breaks non-root policy \(suffix)") }
            return
        }
        if let name = image["username"].string, !name.isEmpty {
            throw EnvironmentError(
                "container has runAsNonRoot and image has non-numeric user (\(name)), "
                    + "cannot verify user is non-root \(suffix)"
            )
        }
        let user = image["uid"]["value"].integer ?? image["uid"].integer ?? 0
        if user == 0 {
            throw EnvironmentError("container has runAsNonRoot and image will run as root \(suffix)")
        }
    }
}
