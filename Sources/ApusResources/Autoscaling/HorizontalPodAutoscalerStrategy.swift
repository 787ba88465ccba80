import ApusAPI
import ApusJSON

/// `autoscaling/v1` and `v2 HorizontalPodAutoscaler`.
struct HorizontalPodAutoscalerStrategy: Strategy {
    let version: String

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        let isV2 = version == "v2"
        object.updateObject("spec") { spec in
            spec.setDefault("minReplicas", 1)
            guard isV2 else { return }
            if spec["metrics"].elements.isEmpty {
                spec["metrics"] = [
                    [
                        "type": "Resource",
                        "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]],
                    ]
                ]
            }
            spec.updateObject("behavior") { behavior in
                Self.applyScalingDefaults(
                    &behavior["scaleUp"], stabilization: 0, [("Pods", 4), ("Percent", 100)])
                Self.applyScalingDefaults(&behavior["scaleDown"], stabilization: nil, [("Percent", 100)])
            }
        }
    }

    private static func applyScalingDefaults(
        _ rules: inout JSONValue, stabilization: Int64?, _ policies: [(String, Int64)]
    ) {
        rules.setDefault("selectPolicy", "Max")
        if let stabilization { rules.setDefault("stabilizationWindowSeconds", .int(stabilization)) }
        rules.setDefault(
            "policies",
            .array(policies.map { ["type": .string($0.0), "value": .int($0.1), "periodSeconds": 15] }))
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        HorizontalPodAutoscalerValidation.validate(object["spec"], old: nil, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            HorizontalPodAutoscalerValidation.validateStatus(object["status"], &errors)
        } else {
            HorizontalPodAutoscalerValidation.validate(object["spec"], old: old["spec"], &errors)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (spec, status) = (object["spec"], object["status"])
        let reference = "\(spec["scaleTargetRef"]["kind"].text)/\(spec["scaleTargetRef"]["name"].text)"
        return [
            context.name(object), .string(reference), .string(targets(object)),
            .string(spec["minReplicas"].int.map(String.init) ?? "<unset>"), TableContext.count(spec["maxReplicas"]),
            TableContext.count(status["currentReplicas"]), context.age(object),
        ]
    }

    /// `cpu: 20%/80%` for each metric, at most two.
    private func targets(_ object: JSONValue) -> String {
        let (spec, status) = (object["spec"], object["status"])
        if version == "v1" {
            guard let target = spec["targetCPUUtilizationPercentage"].int else { return "<none>" }
            let current = status["currentCPUUtilizationPercentage"].int.map { "\($0)%" } ?? "<unknown>"
            return "cpu: \(current)/\(target)%"
        }
        let metrics = spec["metrics"].elements
        if metrics.isEmpty { return "<none>" }
        let current = status["currentMetrics"].elements
        let texts = metrics.enumerated().map { index, metric -> String in
            let now = index < current.count ? current[index] : .null
            return text(metric, now)
        }
        let shown = texts.prefix(2).joined(separator: ", ")
        return texts.count > 2 ? "\(shown) + \(texts.count - 2) more..." : shown
    }

    private func text(_ metric: JSONValue, _ now: JSONValue) -> String {
        let keys = [
            "Resource": "resource", "ContainerResource": "containerResource", "Pods": "pods", "Object": "object",
            "External": "external",
        ]
        guard let key = keys[metric["type"].text] else { return "<unknown type>" }
        let target = metric[key]["target"]
        let current = now[key]["current"]
        let prefix = key == "resource" || key == "containerResource" ? metric[key]["name"].text + ": " : ""
        if let utilization = target["averageUtilization"].int {
            let known = current["averageUtilization"].int.map { "\($0)%" } ?? "<unknown>"
            return "\(prefix)\(known)/\(utilization)%"
        }
        if let average = target["averageValue"].string {
            let known = current["averageValue"].string ?? "<unknown>"
            return "\(prefix)\(known)/\(average)" + (key == "object" || key == "external" ? " (avg)" : "")
        }
        return "\(prefix)\(current["value"].string ?? "<unknown>")/\(target["value"].string ?? "<auto>")"
    }
}
