import ApusPluginHost
import Logging
import Synchronization
import Testing

/// Keeps log lines.
private final class LogLines: Sendable {
    let lines = Mutex<[String]>([])
}

private struct LinesHandler: LogHandler {
    let target: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        target.lines.withLock { $0.append("\(event.level) \(event.message) \(fields.joined(separator: " "))") }
    }
}

@Suite struct ServicesTests {
    /// Makes an instance whose `create` runs `body`; gives the log and the metrics.
    private func create(_ body: String, configuration: ConfigurationValue = .object([:])) async throws -> (
        log: [String], metrics: String
    ) {
        let source = PluginSource(
            createBody: """
                const apus_host_log *log = host->service(host, apus_str_of(APUS_HOST_LOG_1));
                const apus_host_clock *clock = host->service(host, apus_str_of(APUS_HOST_CLOCK_1));
                const apus_host_configuration *conf = host->service(host, apus_str_of(APUS_HOST_CONFIGURATION_1));
                const apus_host_metrics *metrics = host->service(host, apus_str_of(APUS_HOST_METRICS_1));
                if (!log || !clock || !conf || !metrics) return APUS_INTERNAL;
                *instance = (apus_instance *)&plugin;
                \(body)
                return APUS_OK;
                """)
        let plugin = try TemporaryPlugin(manifest: PluginSource.manifest, source: source.text)
        let lines = LogLines()
        let host = plugin.host(
            logger: Logger(label: "test", factory: { _ in LinesHandler(target: lines) }),
            clock: HostClock(now: { 1_700_000_000_000_000_000 }, monotonic: { 42 }))
        let instance = try await host.plugin("test").makeInstance(of: "test", configuration: configuration)
        await instance.destroy()
        return (lines.lines.withLock { $0 }, host.metrics.text)
    }

    @Test func `log lines carry plugin, component and fields, and keep to the level`() async throws {
        let result = try await create(
            """
            apus_field field = { apus_str_of("disk"), apus_str_of("sda") };
            log->write(host, APUS_LOG_WARNING, apus_str_of("is full"), &field, 1);
            log->write(host, APUS_LOG_DEBUG, apus_str_of("nothing"), NULL, 0);
            if (log->enabled(host, APUS_LOG_DEBUG) != 0 || log->enabled(host, APUS_LOG_ERROR) != 1)
                return APUS_INTERNAL;
            """)
        #expect(result.log == ["warning is full component=test disk=sda plugin=test"])
    }

    @Test func `the clock is the host's`() async throws {
        _ = try await create(
            """
            if (clock->now(host) != 1700000000000000000ll || clock->monotonic(host) != 42) return APUS_INTERNAL;
            """)
    }

    @Test func `an unknown service is NULL`() async throws {
        _ = try await create("if (host->service(host, apus_str_of(\"apus.host.none/1\"))) return APUS_INTERNAL;")
    }

    @Test func `configuration is read by pointer and type`() async throws {
        let body = """
            int64_t n = 0; double d = 0; int32_t b = 0;
            if (conf->integer(host, apus_str_of("/n"), &n) != APUS_OK || n != 7) return 20;
            if (conf->number(host, apus_str_of("/n"), &d) != APUS_OK || d != 7) return 21;
            if (conf->number(host, apus_str_of("/d"), &d) != APUS_OK || d != 0.5) return 22;
            if (conf->boolean(host, apus_str_of("/b/0"), &b) != APUS_OK || b != 1) return 23;
            if (conf->integer(host, apus_str_of("/x"), &n) != APUS_NOT_FOUND || n != 7) return 24;
            if (conf->integer(host, apus_str_of("/d"), &n) != APUS_INVALID_ARGUMENT || n != 7) return 25;
            """
        _ = try await create(
            body, configuration: .object(["n": .integer(7), "d": .number(0.5), "b": .array([.bool(true)])]))
    }

    @Test func `metrics are exported with the plugin's name`() async throws {
        let result = try await create(
            """
            apus_str label = apus_str_of("disk"), value = apus_str_of("s\\"d\\na");
            apus_metric *counter = metrics->counter(host, apus_str_of("t_total"), apus_str_of("Help."), &label, 1);
            metrics->record(counter, 2, &value, 1);
            metrics->record(counter, 3, &value, 1);
            metrics->record(counter, -1, &value, 1);
            metrics->record(counter, 1, NULL, 0);
            apus_metric *gauge = metrics->gauge(host, apus_str_of("t_gauge"), apus_str_of("G"), NULL, 0);
            metrics->record(gauge, 1.5, NULL, 0);
            metrics->record(gauge, 2.5, NULL, 0);
            double bounds[] = {1, 10};
            apus_metric *h = metrics->histogram(host, apus_str_of("t_h"), apus_str_of("H"), NULL, 0, bounds, 2);
            metrics->record(h, 0.5, NULL, 0);
            metrics->record(h, 5, NULL, 0);
            metrics->record(h, 50, NULL, 0);
            if (metrics->gauge(host, apus_str_of("t_total"), apus_str_of("Help."), &label, 1)) return 20;
            if (metrics->counter(host, apus_str_of("1x"), apus_str_of(""), NULL, 0)) return 21;
            if (metrics->counter(host, apus_str_of("t_total"), apus_str_of(""), &label, 1) == NULL) return 22;
            """)
        let of = #"component="test""#
        #expect(
            result.metrics == """
                # HELP t_gauge G
                # TYPE t_gauge gauge
                t_gauge{plugin="test",\(of)} 2.5
                # HELP t_h H
                # TYPE t_h histogram
                t_h_bucket{plugin="test",\(of),le="1"} 1
                t_h_bucket{plugin="test",\(of),le="10"} 2
                t_h_bucket{plugin="test",\(of),le="+Inf"} 3
                t_h_sum{plugin="test",\(of)} 55.5
                t_h_count{plugin="test",\(of)} 3
                # HELP t_total Help.
                # TYPE t_total counter
                t_total{plugin="test",\(of),disk="s\\"d\\na"} 5

                """)
    }

    @Test func `a call over its budget is counted and logged once`() async throws {
        let plugin = try TemporaryPlugin(manifest: PluginSource.manifest, source: PluginSource().text)
        let lines = LogLines()
        let time = Mutex<Int64>(0)
        let host = plugin.host(
            logger: Logger(label: "test", factory: { _ in LinesHandler(target: lines) }),
            clock: HostClock(now: { 0 }, monotonic: { time.withLock { $0 } }))
        let instance = try await host.plugin("test").makeInstance(of: "test")
        let meter = instance.meter("filter", budget: .milliseconds(1))
        for microseconds in [500, 2000, 3000] {
            meter.measure { time.withLock { $0 += Int64(microseconds) * 1000 } }
        }
        await instance.destroy()
        let labels = #"{plugin="test",component="test",function="filter"}"#
        #expect(host.metrics.text.contains("apus_plugin_calls_over_budget_total\(labels) 2\n"))
        #expect(host.metrics.text.contains("apus_plugin_call_duration_seconds_count\(labels) 3\n"))
        #expect(
            lines.lines.withLock { $0 } == [
                "warning plugin call took longer than its budget "
                    + "budget=1000 component=test function=filter microseconds=2000 plugin=test"
            ])
    }
}
