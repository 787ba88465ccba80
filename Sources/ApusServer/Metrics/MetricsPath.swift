import ApusAPI
import NIOCore

/// `/metrics`, in Prometheus' text format.
struct MetricsPath: PathHandler {
    let requests: RequestMetrics
    let watches: WatchMetrics
    let admission: AdmissionMetrics
    let caches: ObjectCaches
    let catalog: Catalog
    let health: HealthResults
    let version: ServerVersion
    let inFlight: @Sendable () -> (reads: Int, writes: Int)

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
        let now = inFlight()
        text.begin("apiserver_current_inflight_requests", "gauge", "Requests that are being answered.")
        text.add([("request_kind", "mutating")], Double(now.writes))
        text.add([("request_kind", "readOnly")], Double(now.reads))
        writeObjects(to: &text)
        text.begin("kubernetes_build_info", "gauge", "What this program is; always 1.")
        text.add(version.labels, 1)
        ProcessMetrics.write(to: &text)
    }

    private func writeObjects(to text: inout MetricsText) {
        let all = caches.all.map { (name: $0.definition.gvr.qualified, cache: $0) }.sorted { $0.name < $1.name }
        text.begin("apiserver_storage_objects", "gauge", "Stored objects by resource.")
        for (name, cache) in all { text.add([("resource", name)], Double(cache.count)) }
        text.begin("apiserver_registered_watchers", "gauge", "Open watches by resource.")
        for (_, cache) in all where cache.watcherCount > 0 {
            let definition = cache.definition
            text.add(
                [("group", definition.group), ("kind", definition.kind), ("version", definition.version)],
                Double(cache.watcherCount))
        }
        text.add(
            "apiserver_storage_revision", "gauge", "The revision up to which the caches have followed the store.",
            Double(caches.progress.revision))
    }
}
