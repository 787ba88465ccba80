// runtime.v1: container statistics.

struct ContainerAttributes: Encodable {
    var id: String
    var metadata: ContainerMetadata
    var labels: [String: String]
    var annotations: [String: String]
}

struct CPUUsage: Encodable {
    var timestamp: Int64
    var usageCoreNanoSeconds: UInt64Value
}

struct MemoryUsage: Encodable {
    var timestamp: Int64
    var workingSetBytes: UInt64Value
    var availableBytes: UInt64Value?
    var usageBytes: UInt64Value
    var rssBytes: UInt64Value
    var pageFaults: UInt64Value
    var majorPageFaults: UInt64Value
}

struct ContainerStats: Encodable {
    var attributes: ContainerAttributes
    var cpu: CPUUsage?
    var memory: MemoryUsage?
    var writableLayer: FilesystemUsage?
}

struct ContainerStatsResponse: Encodable {
    var stats: ContainerStats
}

struct ListContainerStatsRequest: Decodable {
    var filter: ContainerFilter?
}

struct ListContainerStatsResponse: Encodable {
    var stats: [ContainerStats]
}
