import CApusPlugin

/// The host's services for one instance. Valid until the instance's `close` has returned; usable on any thread.
public final class Host: @unchecked Sendable {  // the host's structs do not change, and its services are [any-thread]
    public enum Level: Int32, Sendable {
        case debug, info, warning, error
    }

    let raw: UnsafePointer<apus_host>
    private let logTable: UnsafePointer<apus_host_log>?
    private let clockTable: UnsafePointer<apus_host_clock>?
    let configurationTable: UnsafePointer<apus_host_configuration>?
    let metricsTable: UnsafePointer<apus_host_metrics>?

    init(_ raw: UnsafePointer<apus_host>) {
        self.raw = raw
        func service<Table>(_ id: String, _ table: Table.Type) -> UnsafePointer<Table>? {
            id.withPluginString { raw.pointee.service?(raw, $0) }?.assumingMemoryBound(to: table)
        }
        logTable = service(APUS_HOST_LOG_1, apus_host_log.self)
        clockTable = service(APUS_HOST_CLOCK_1, apus_host_clock.self)
        configurationTable = service(APUS_HOST_CONFIGURATION_1, apus_host_configuration.self)
        metricsTable = service(APUS_HOST_METRICS_1, apus_host_metrics.self)
    }

    /// The vtable of a service that this class does not wrap; nil where the host does not know it.
    public func service(_ id: String) -> UnsafeRawPointer? {
        id.withPluginString { raw.pointee.service?(raw, $0) }
    }

    /// Writes a log line; neither the message nor the fields are made where `level` is not logged.
    public func log(
        _ level: Level, _ message: @autoclosure () -> String,
        _ fields: @autoclosure () -> KeyValuePairs<String, String> = [:]
    ) {
        guard let logTable, logTable.pointee.enabled?(raw, level.rawValue) == 1 else { return }
        let fields = fields()
        withPluginStrings(fields.flatMap { [$0.key, $0.value] }) { strings, _ in
            withUnsafeTemporaryAllocation(of: apus_field.self, capacity: max(fields.count, 1)) { list in
                guard let strings else { return }
                for index in 0..<fields.count {
                    list[index] = apus_field(key: strings[2 * index], value: strings[2 * index + 1])
                }
                message().withPluginString {
                    logTable.pointee.write?(raw, level.rawValue, $0, list.baseAddress, fields.count)
                }
            }
        }
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var now: Int64 { clockTable?.pointee.now?(raw) ?? 0 }

    /// Nanoseconds since some fixed moment; never goes back.
    public var monotonic: Int64 { clockTable?.pointee.monotonic?(raw) ?? 0 }
}

// MARK: - Configuration

extension Host {
    /// The string at a JSON Pointer of the configuration; nil where there is none.
    public func string(_ pointer: String) -> String? {
        guard let configurationTable, let read = configurationTable.pointee.string else { return nil }
        var bytes: [UInt8] = []
        let status = withUnsafeMutablePointer(to: &bytes) { target in
            var sink = apus_sink(
                size: UInt32(MemoryLayout<apus_sink>.size), reserved: 0, context: target,
                write: { sink, piece in
                    sink?.pointee.context?.assumingMemoryBound(to: [UInt8].self).pointee += [UInt8](piece)
                    return APUS_OK
                })
            return pointer.withPluginString { read(raw, $0, &sink) }
        }
        return status == APUS_OK ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// The whole number at a JSON Pointer of the configuration; nil where there is none.
    public func integer(_ pointer: String) -> Int64? {
        var value: Int64 = 0
        let status = pointer.withPluginString { configurationTable?.pointee.integer?(raw, $0, &value) }
        return status == APUS_OK ? value : nil
    }

    /// The number at a JSON Pointer of the configuration; nil where there is none.
    public func number(_ pointer: String) -> Double? {
        var value: Double = 0
        let status = pointer.withPluginString { configurationTable?.pointee.number?(raw, $0, &value) }
        return status == APUS_OK ? value : nil
    }

    /// The truth value at a JSON Pointer of the configuration; nil where there is none.
    public func boolean(_ pointer: String) -> Bool? {
        var value: Int32 = 0
        let status = pointer.withPluginString { configurationTable?.pointee.boolean?(raw, $0, &value) }
        return status == APUS_OK ? value != 0 : nil
    }
}
