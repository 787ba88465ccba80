// config.json of the OCI runtime specification (config.md, config-linux.md), as far as CRI can fill it.

struct RuntimeSpec: Encodable {
    var ociVersion = "1.0.2"
    var process: Process
    var root: Root
    var hostname: String?
    var mounts: [SpecMount]
    var annotations: [String: String]
    var linux: Linux

    struct Root: Encodable {
        var path: String
        var readonly: Bool
    }

    struct Process: Codable {
        var terminal: Bool
        var user: User
        var args: [String]
        var env: [String]
        var cwd: String
        var capabilities: Capabilities
        var noNewPrivileges: Bool
        var oomScoreAdj: Int64?
    }

    struct User: Codable, Equatable {
        var uid: UInt32
        var gid: UInt32
        var additionalGids: [UInt32]
    }

    struct Capabilities: Codable {
        var bounding: [String]
        var effective: [String]
        var permitted: [String]
        var ambient: [String]
        var inheritable: [String] = []
    }

    struct SpecMount: Encodable {
        var destination: String
        var type: String
        var source: String
        var options: [String]
    }

    struct Linux: Encodable {
        var namespaces: [Namespace]
        var resources: Resources
        var cgroupsPath: String
        var rootfsPropagation: String?
        var maskedPaths: [String]
        var readonlyPaths: [String]
        var devices: [SpecDevice]
    }

    struct Namespace: Encodable {
        var type: String
        var path: String?
    }

    struct SpecDevice: Encodable {
        var path: String
        var type: String
        var major: Int64
        var minor: Int64
        var fileMode: UInt32?
        var uid: UInt32?
        var gid: UInt32?
    }

    struct Resources: Codable {
        var devices: [DeviceRule]?
        var memory: Memory?
        var cpu: CPU?
        var pids: PIDs?
        var hugepageLimits: [HugepageLimit]?
        var unified: [String: String]?
    }

    struct DeviceRule: Codable {
        var allow: Bool
        var type: String?
        var major: Int64?
        var minor: Int64?
        var access: String
    }

    struct Memory: Codable {
        var limit: Int64?
        var swap: Int64?
    }

    struct CPU: Codable {
        var shares: UInt64?
        var quota: Int64?
        var period: UInt64?
        var cpus: String?
        var mems: String?
    }

    struct PIDs: Codable {
        var limit: Int64
    }

    struct HugepageLimit: Codable {
        var pageSize: String
        var limit: UInt64
    }
}
