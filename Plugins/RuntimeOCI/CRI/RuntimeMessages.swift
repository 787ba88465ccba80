// runtime.v1: Version, Status, UpdateRuntimeConfig.

struct VersionResponse: Encodable {
    var version = "0.1.0"
    var runtimeName: String
    var runtimeVersion: String
    var runtimeApiVersion = "v1"
}

struct StatusRequest: Decodable {
    var verbose: Bool?
}

struct StatusResponse: Encodable {
    var status: RuntimeStatus
    var info: [String: String]?
    var runtimeHandlers: [RuntimeHandler]
}

struct RuntimeStatus: Encodable {
    var conditions: [RuntimeCondition]
}

struct RuntimeCondition: Encodable {
    var type: String
    var status: Bool
    var reason: String
    var message: String
}

struct RuntimeHandler: Encodable {
    var name: String
    var features = Features()

    struct Features: Encodable {
        var recursiveReadOnlyMounts = false
        var userNamespaces = false
    }
}

struct UpdateRuntimeConfigRequest: Decodable {
    var runtimeConfig: RuntimeConfig?

    struct RuntimeConfig: Decodable {
        var networkConfig: NetworkConfig?
    }
    struct NetworkConfig: Decodable {
        var podCidr: String?
    }
}
