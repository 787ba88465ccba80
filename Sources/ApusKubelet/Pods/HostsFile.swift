import ApusJSON

/// `/etc/hosts` of a pod (`pkg/kubelet/kubelet_pods.go`, `ensureHostsFile`).
enum HostsFile {
    static func contents(of pod: Pod, addresses: [String], hostname: String, domain: String, hosts: String?) -> String {
        var text: String
        if pod.isHostNetwork, let hosts {
            text = "# Kubernetes-managed hosts file (host network).\n" + hosts
        } else {
            text = """
                # Kubernetes-managed hosts file.
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::0\tip6-localnet
                fe00::0\tip6-mcastprefix
                fe00::1\tip6-allnodes
                fe00::2\tip6-allrouters

                """
            for address in addresses {
                text +=
                    domain.isEmpty ? "\(address)\t\(hostname)\n" : "\(address)\t\(hostname).\(domain)\t\(hostname)\n"
            }
        }
        let aliases = pod.spec["hostAliases"].elements
        if !aliases.isEmpty {
            text += "\n# Entries added by HostAliases.\n"
            for alias in aliases {
                let names = alias["hostnames"].elements.compactMap(\.string).joined(separator: "\t")
                text += "\(alias.text("ip"))\t\(names)\n"
            }
        }
        return text
    }
}
