import CApusPlugin
import Logging

// The vtables of the host's services. All functions are [any-thread]: they read what never changes, or take locks.

let logService = apus_host_log(
    size: UInt32(MemoryLayout<apus_host_log>.size), reserved: 0,
    enabled: { host, level in
        guard let context = HostContext.at(host) else { return 0 }
        return Logger.Level(plugin: level) >= context.environment.logger.logLevel ? 1 : 0
    },
    write: { host, level, message, fields, count in
        guard let context = HostContext.at(host) else { return }
        let level = Logger.Level(plugin: level)
        guard level >= context.environment.logger.logLevel else { return }
        var metadata: Logger.Metadata = ["plugin": "\(context.plugin)", "component": "\(context.component)"]
        for field in UnsafeBufferPointer(start: fields, count: fields == nil ? 0 : count) {
            metadata[String(field.key)] = "\(String(field.value))"
        }
        context.environment.logger.log(level: level, "\(String(message))", metadata: metadata)
    })

extension Logger.Level {
    /// `APUS_LOG_…`; what lies beyond is an error.
    fileprivate init(plugin level: Int32) {
        self =
            switch level {
            case ...APUS_LOG_DEBUG: .debug
            case APUS_LOG_INFO: .info
            case APUS_LOG_WARNING: .warning
            default: .error
            }
    }
}

let clockService = apus_host_clock(
    size: UInt32(MemoryLayout<apus_host_clock>.size), reserved: 0,
    now: { HostContext.at($0)?.environment.clock.now() ?? 0 },
    monotonic: { HostContext.at($0)?.environment.clock.monotonic() ?? 0 })

/// Looks a value up and hands it to `take`, which says whether it is of the wanted type.
private func configured(
    _ host: UnsafePointer<apus_host>?, _ pointer: apus_str, _ take: (ConfigurationValue) -> apus_status
) -> apus_status {
    guard let value = HostContext.at(host)?.configuration.at(String(pointer)) else { return APUS_NOT_FOUND }
    return take(value)
}

private func write(_ bytes: [UInt8], to sink: UnsafePointer<apus_sink>?) -> apus_status {
    guard let sink, let write = sink.pointee.write else { return APUS_INVALID_ARGUMENT }
    return bytes.withPluginString { write(sink, $0) }
}

let configurationService = apus_host_configuration(
    size: UInt32(MemoryLayout<apus_host_configuration>.size), reserved: 0,
    json: { host, pointer, sink in configured(host, pointer) { write($0.json, to: sink) } },
    string: { host, pointer, sink in
        configured(host, pointer) { value in
            guard case .string(let text) = value else { return APUS_INVALID_ARGUMENT }
            return write(Array(text.utf8), to: sink)
        }
    },
    integer: { host, pointer, result in
        configured(host, pointer) { value in
            guard let result, case .integer(let number) = value else { return APUS_INVALID_ARGUMENT }
            result.pointee = number
            return APUS_OK
        }
    },
    number: { host, pointer, result in
        configured(host, pointer) { value in
            switch value {
            case .integer(let number): result?.pointee = Double(number)
            case .number(let number): result?.pointee = number
            default: return APUS_INVALID_ARGUMENT
            }
            return result == nil ? APUS_INVALID_ARGUMENT : APUS_OK
        }
    },
    boolean: { host, pointer, result in
        configured(host, pointer) { value in
            guard let result, case .bool(let flag) = value else { return APUS_INVALID_ARGUMENT }
            result.pointee = flag ? 1 : 0
            return APUS_OK
        }
    })

/// Makes a family whose first labels say whose it is.
private func family(
    _ host: UnsafePointer<apus_host>?, _ kind: MetricFamily.Kind, _ name: apus_str, _ help: apus_str,
    _ labels: UnsafePointer<apus_str>?, _ count: Int
) -> OpaquePointer? {
    guard let context = HostContext.at(host) else { return nil }
    let names = UnsafeBufferPointer(start: labels, count: labels == nil ? 0 : count).map { String($0) }
    return context.keep(
        context.environment.metrics.family(
            kind, String(name), help: String(help), labels: ["plugin", "component"] + names))
}

let metricsService = apus_host_metrics(
    size: UInt32(MemoryLayout<apus_host_metrics>.size), reserved: 0,
    counter: { host, name, help, labels, count in family(host, .counter, name, help, labels, count) },
    gauge: { host, name, help, labels, count in family(host, .gauge, name, help, labels, count) },
    histogram: { host, name, help, labels, count, bounds, boundCount in
        let bounds = Array(UnsafeBufferPointer(start: bounds, count: bounds == nil ? 0 : boundCount))
        return family(host, .histogram(bounds: bounds), name, help, labels, count)
    },
    record: { metric, value, labels, count in
        guard let metric else { return }
        let target = Unmanaged<InstanceMetric>.fromOpaque(UnsafeRawPointer(metric)).takeUnretainedValue()
        let values = UnsafeBufferPointer(start: labels, count: labels == nil ? 0 : count).map { String($0) }
        target.family.record(value, target.labels + values)
    })
