import ApusAPI
import NIOCore

/// `/metrics`, in Prometheus' text format.
struct MetricsPath: PathHandler {
    let requests: RequestMetrics
    let watches: WatchMetrics
    let admission: AdmissionMetrics
    let access: AccessMetrics
    /// Nil: nothing is encrypted.
    let encryption: EncryptionMetrics?
    let authorizer: Authorizer
    let caches: ObjectCaches
    let catalog: Catalog
    let inspection: StoreInspection
    let health: HealthResults
    let version: ServerVersion
    let inFlight: @Sendable () -> (reads: Int, writes: Int)
    let components: @Sendable () -> String

    func answer(to call: HTTPCall) -> PathAnswer? {
        var text = MetricsText()
        switch call.info.path {
        case "/metrics": write(to: &text)
        case "/metrics/slis": health.write(to: &text)
        default: return nil
        }
        return PathAnswer(text: text.text, contentType: "text/plain; version=0.0.4; charset=utf-8")
    }

    private func write(to text: inout MetricsText) {
        requests.write(to: &text)
        requests.writeDeprecated({ catalog[$0]?.deprecation != nil }, to: &text)
        watches.write(to: &text)
        admission.write(to: &text)
        access.write(authorizer, to: &text)
        encryption?.write(to: &text)
        let now = inFlight()
        text.begin("apiserver_current_inflight_requests", "gauge", "Requests that are being answered.")
        text.add([("request_kind", "mutating")], Double(now.writes))
        text.add([("request_kind", "readOnly")], Double(now.reads))
        writeObjects(to: &text)
        inspection.write(to: &text)
        text.begin("kubernetes_build_info", "gauge", "What this program is; always 1.")
        text.add(version.labels, 1)
        ProcessMetrics.write(to: &text)
        text.add(families: components())
    }

    private func writeObjects(to text: inout MetricsText) {
        let all = caches.all.map { (name: $0.definition.gvr.qualified, cache: $0) }.sorted { $0.name < $1.name }
        text.begin("apiserver_storage_objects", "gauge", "Stored objects by resource.")
        for (name, cache) in all { text.add([("resource", name)], Double(cache.count)) }
        text.begin("apiserver_resource_objects", "gauge", "Stored objects by group and resource.")
        for (_, cache) in all { text.add(MetricsPath.labels(cache), Double(cache.count)) }
        text.begin("apiserver_registered_watchers", "gauge", "Open watches by resource.")
        for (_, cache) in all where cache.watcherCount > 0 {
            let definition = cache.definition
            text.add(
                [("group", definition.group), ("kind", definition.kind), ("version", definition.version)],
                Double(cache.watcherCount))
        }
        writeWatchCaches(all.map(\.cache), to: &text)
        text.add(
            "apiserver_storage_revision", "gauge", "The revision up to which the caches have followed the store.",
            Double(caches.progress.revision))
    }

    private static func labels(_ cache: ResourceCache) -> [(String, String)] {
        [("group", cache.definition.group), ("resource", cache.definition.resource)]
    }

    private func writeWatchCaches(_ caches: [ResourceCache], to text: inout MetricsText) {
        func family(
            _ name: String, _ type: String, _ help: String, _ value: (ResourceCache.Statistics) -> UInt64,
            isSparse: Bool = true
        ) {
            text.begin(name, type, help)
            for (cache, statistics) in all where !isSparse || value(statistics) > 0 {
                text.add(MetricsPath.labels(cache), Double(value(statistics)))
            }
        }
        let all = caches.map { ($0, $0.statistics) }
        family(
            "apiserver_watch_cache_events_received_total", "counter", "Changes that the store told of.",
            { $0.received })
        family(
            "apiserver_watch_cache_events_dispatched_total", "counter", "Changes that were handed to watches.",
            { $0.received })
        family(
            "apiserver_terminated_watchers_total", "counter", "Watches that were cut off for not being read.",
            { $0.cutOff })
        family(
            "apiserver_watch_cache_resource_version", "gauge", "The revision up to which a resource is in memory.",
            { $0.revision }, isSparse: false)
        text.begin("watch_cache_capacity", "gauge", "How many changes of a resource are kept for watches that resume.")
        for cache in caches { text.add(MetricsPath.labels(cache), Double(ResourceCache.historyLimit)) }
    }
}
