import ApusPluginHost
import Logging

/// The container runtime of a node. It comes in through the plugin ABI like anyone's.
struct RuntimePlugin {
    static let id = "runtime-oci"
    static let component = "RuntimeOCI"

    /// Where an installation's runtime keeps its files, and which addresses its Pods get.
    static func configuration(_ data: DataDirectory, subnets: [String] = []) -> ConfigurationValue {
        var values: [String: ConfigurationValue] = ["dataDir": .string(data.runtime)]
        if !subnets.isEmpty { values["subnets"] = .array(subnets.map { .string($0) }) }
        return .object(values)
    }
}
