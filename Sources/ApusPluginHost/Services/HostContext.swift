import CApusPlugin
import Synchronization

/// The host as one instance sees it: the memory of its `apus_host` and of the services' vtables.
final class HostContext: @unchecked Sendable {  // the memory is written only in `init`; metrics have their lock
    let plugin: String
    let component: String
    let configuration: ConfigurationValue
    let environment: HostEnvironment
    let host: UnsafePointer<apus_host>
    private let services: [String: UnsafeRawPointer]
    /// The metrics that the instance has pointers to.
    private let metrics = Mutex<[InstanceMetric]>([])

    init(plugin: Plugin, component: String, configuration: ConfigurationValue) {
        self.plugin = plugin.manifest.id
        self.component = component
        self.configuration = configuration
        environment = plugin.environment
        services = [
            APUS_HOST_LOG_1: allocated(logService), APUS_HOST_CLOCK_1: allocated(clockService),
            APUS_HOST_CONFIGURATION_1: allocated(configurationService), APUS_HOST_METRICS_1: allocated(metricsService),
        ]
        let target = UnsafeMutablePointer<apus_host>.allocate(capacity: 1)
        target.initialize(
            to: apus_host(
                size: UInt32(MemoryLayout<apus_host>.size), abi_major: UInt16(APUS_ABI_MAJOR),
                abi_minor: UInt16(APUS_ABI_MINOR), context: nil,
                service: { host, id in HostContext.at(host)?.services[String(id)] }))
        host = UnsafePointer(target)
        target.pointee.context = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        services.values.forEach { $0.deallocate() }
        host.deallocate()
    }

    /// The context behind an `apus_host`, which its instance keeps alive.
    static func at(_ host: UnsafePointer<apus_host>?) -> HostContext? {
        (host?.pointee.context).map { Unmanaged<HostContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Keeps a metric as long as the instance, and gives the pointer that stands for it.
    func keep(_ family: MetricFamily?) -> OpaquePointer? {
        guard let family else { return nil }
        let metric = InstanceMetric(family: family, plugin: plugin, component: component)
        metrics.withLock { $0.append(metric) }
        return OpaquePointer(Unmanaged.passUnretained(metric).toOpaque())
    }
}

/// A metric family with the labels that say whose it is.
final class InstanceMetric: Sendable {
    let family: MetricFamily
    let labels: [String]

    init(family: MetricFamily, plugin: String, component: String) {
        self.family = family
        labels = [plugin, component]
    }
}

/// Memory of its own for `value`, a vtable.
private func allocated<Table>(_ value: Table) -> UnsafeRawPointer {
    let target = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    target.initialize(to: value)
    return UnsafeRawPointer(target)
}
