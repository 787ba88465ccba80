import ApusPluginHost
import Glibc
import Logging

/// The container runtime of a node, behind the plugin ABI like anyone's.
struct RuntimePlugin {
    static let id = "dev.apus.runtime-oci"
}
