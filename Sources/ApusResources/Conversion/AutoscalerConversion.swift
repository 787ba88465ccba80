import ApusAPI
import ApusJSON

/// `autoscaling/v1` and `v2 HorizontalPodAutoscaler`: what v1 cannot say stands in annotations
/// (`pkg/apis/autoscaling/v1/conversion.go`).
enum AutoscalerConversion {
    private static let metrics = "autoscaling.alpha.kubernetes.io/metrics"
    private static let currentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics"
    private static let conditions = "autoscaling.alpha.kubernetes.io/conditions"
    private static let behavior = "autoscaling.alpha.kubernetes.io/behavior"
    private static let keys = [
        "Resource": "resource", "ContainerResource": "containerResource", "Pods": "pods", "Object": "object",
        "External": "external",
    ]

    static func toV1(_ object: inout JSONValue) {
        for key in [metrics, currentMetrics, conditions, behavior] { object["metadata"]["annotations"].remove(key) }
        if case .array(var list)? = object["spec"].remove("metrics") {
            let index = list.firstIndex { isUtilization($0, "target") }
            if let index {
                let metric = list.remove(at: index)
                object["spec"]["targetCPUUtilizationPercentage"] = metric["resource"]["target"]["averageUtilization"]
            }
            note(.array(list.map { metricToV1($0, "target") }), as: metrics, in: &object)
        }
        if let rules = object["spec"].remove("behavior") { note(rules, as: behavior, in: &object) }
        if case .array(var list)? = object["status"].remove("currentMetrics") {
            if let index = list.firstIndex(where: { isUtilization($0, "current") }) {
                let current = list.remove(at: index)["resource"]["current"]
                object["status"]["currentCPUUtilizationPercentage"] = current["averageUtilization"]
                if !current["averageValue"].isNull {
                    list.insert(["type": "Resource", "resource": ["name": "cpu", "current": current]], at: 0)
                }
            }
            note(.array(list.map { metricToV1($0, "current") }), as: currentMetrics, in: &object)
        }
        if let list = object["status"].remove("conditions") { note(list, as: conditions, in: &object) }
        // Required in v1, and left out in v2 where it is 0.
        if object["status"].object != nil { object["status"].setDefault("currentReplicas", 0) }
        dropEmpty(&object)
    }

    static func toV2(_ object: inout JSONValue) {
        let list = read(metrics, of: &object).map { metricToV2($0, "target") }
        let current = read(currentMetrics, of: &object).map { metricToV2($0, "current") }
        let states = read(conditions, of: &object)
        let rules = takeAnnotation(behavior, of: &object)
        var wanted: [JSONValue] = []
        if let percent = object["spec"].remove("targetCPUUtilizationPercentage"), !percent.isNull {
            wanted.append(utilization("target", ["type": "Utilization", "averageUtilization": percent]))
        }
        wanted += list
        if !wanted.isEmpty { object["spec"]["metrics"] = .array(wanted) }
        if let rules { object["spec"]["behavior"] = rules }
        var measured = current
        if let percent = object["status"].remove("currentCPUUtilizationPercentage"), !percent.isNull {
            if let index = measured.firstIndex(where: { $0["resource"]["name"] == "cpu" }) {
                measured[index]["resource"]["current"]["averageUtilization"] = percent
            } else {
                measured.insert(utilization("current", ["averageUtilization": percent]), at: 0)
            }
        }
        if !measured.isEmpty { object["status"]["currentMetrics"] = .array(measured) }
        if !states.isEmpty { object["status"]["conditions"] = .array(states) }
        if object["status"]["currentReplicas"] == 0 { object["status"].remove("currentReplicas") }
        dropEmpty(&object)
    }

    /// What was only looked into is not there.
    private static func dropEmpty(_ object: inout JSONValue) {
        if object["metadata"]["annotations"].isEmptyValue { object["metadata"].remove("annotations") }
        for key in ["spec", "status"] where object[key].isNull { object.remove(key) }
    }

    private static func utilization(_ key: String, _ value: JSONValue) -> JSONValue {
        var resource: JSONValue = ["name": "cpu"]
        resource[key] = value
        return ["type": "Resource", "resource": resource]
    }

    private static func isUtilization(_ metric: JSONValue, _ key: String) -> Bool {
        metric["type"] == "Resource" && metric["resource"]["name"] == "cpu"
            && !metric["resource"][key]["averageUtilization"].isNull
    }

    // MARK: - Annotations

    private static func note(_ value: JSONValue, as key: String, in object: inout JSONValue) {
        guard !value.isEmptyValue else { return }
        object["metadata"]["annotations"][key] = .string(GoText.json(value))
    }

    private static func read(_ key: String, of object: inout JSONValue) -> [JSONValue] {
        takeAnnotation(key, of: &object)?.elements ?? []
    }

    private static func takeAnnotation(_ key: String, of object: inout JSONValue) -> JSONValue? {
        guard let text = object["metadata"]["annotations"][key].string else { return nil }
        object["metadata"]["annotations"].remove(key)
        return try? JSONValue(parsing: Bytes(text))
    }

    // MARK: - Metrics

    /// v1 has the values of a metric beside its name, v2 in `target` and `current`.
    private static func metricToV1(_ metric: JSONValue, _ role: String) -> JSONValue {
        guard let key = keys[metric["type"].text] else { return metric }
        let source = metric[key]
        let values = source[role]
        var result: JSONValue = [:]
        func copy(_ value: JSONValue, _ name: String) { if !value.isNull { result[name] = value } }
        switch key {
        case "resource", "containerResource":
            copy(source["name"], "name")
            copy(source["container"], "container")
            copy(values["averageUtilization"], "\(role)AverageUtilization")
            copy(values["averageValue"], "\(role)AverageValue")
        case "pods":
            copy(source["metric"]["name"], "metricName")
            copy(source["metric"]["selector"], "selector")
            copy(values["averageValue"], "\(role)AverageValue")
        case "object":
            copy(source["describedObject"], "target")
            copy(source["metric"]["name"], "metricName")
            copy(source["metric"]["selector"], "selector")
            copy(values["value"], "\(role)Value")
            copy(values["averageValue"], "averageValue")
        default:
            copy(source["metric"]["name"], "metricName")
            copy(source["metric"]["selector"], "metricSelector")
            copy(values["value"], "\(role)Value")
            copy(values["averageValue"], "\(role)AverageValue")
        }
        return .object(JSONObject([.init(key: "type", value: metric["type"]), .init(key: key, value: result)]))
    }

    private static func metricToV2(_ metric: JSONValue, _ role: String) -> JSONValue {
        guard let key = keys[metric["type"].text] else { return metric }
        let source = metric[key]
        var values: JSONValue = [:]
        var result: JSONValue = [:]
        let average = source["\(role)AverageValue"].isNull ? source["averageValue"] : source["\(role)AverageValue"]
        if !source["\(role)AverageUtilization"].isNull {
            values["averageUtilization"] = source["\(role)AverageUtilization"]
            if role == "target" { values["type"] = "Utilization" }
        }
        if !average.isNull {
            values["averageValue"] = average
            if role == "target" { values.setDefault("type", "AverageValue") }
        }
        if !source["\(role)Value"].isNull, average.isNull {
            values["value"] = source["\(role)Value"]
            if role == "target" { values.setDefault("type", "Value") }
        }
        for name in ["name", "container"] where !source[name].isNull { result[name] = source[name] }
        if !source["metricName"].isNull { result["metric"]["name"] = source["metricName"] }
        let selector = key == "external" ? source["metricSelector"] : source["selector"]
        if !selector.isNull { result["metric"]["selector"] = selector }
        if key == "object", !source["target"].isNull { result["describedObject"] = source["target"] }
        if !values.isEmptyValue { result[role] = values }
        return .object(JSONObject([.init(key: "type", value: metric["type"]), .init(key: key, value: result)]))
    }
}
