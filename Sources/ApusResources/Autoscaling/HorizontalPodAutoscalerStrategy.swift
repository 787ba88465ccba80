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
                behavior.updateObject("scaleUp") { rules in
                    rules.setDefault("selectPolicy", "Max")
                    rules.setDefault("stabilizationWindowSeconds", 0)
                    rules.setDefault(
                        "policies",
                        [
                            ["type": "Pods", "value": 4, "periodSeconds": 15],
                            ["type": "Percent", "value": 100, "periodSeconds": 15],
                        ])
                }
                if behavior["scaleUp"].isNull {
                    behavior["scaleUp"] = [
                        "selectPolicy": "Max", "stabilizationWindowSeconds": 0,
                        "policies": [
                            ["type": "Pods", "value": 4, "periodSeconds": 15],
                            ["type": "Percent", "value": 100, "periodSeconds": 15],
                        ],
                    ]
                }
                behavior["scaleDown"].setDefault("selectPolicy", "Max")
                behavior["scaleDown"].setDefault(
                    "policies", [["type": "Percent", "value": 100, "periodSeconds": 15]])
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        if let minimum = spec["minReplicas"].int, minimum < 1 {
            errors.invalid(path["minReplicas"], .int(minimum), "must be greater than or equal to 1")
        }
        let maximum = spec["maxReplicas"].int ?? 0
        if maximum < 1 { errors.invalid(path["maxReplicas"], .int(maximum), "must be greater than 0") }
        if let minimum = spec["minReplicas"].int, maximum < minimum {
            errors.invalid(path["maxReplicas"], .int(maximum), "must be greater than or equal to `minReplicas`")
        }
        let target = path["scaleTargetRef"]
        for key in ["kind", "name"] {
            let text = spec["scaleTargetRef"][key].text
            if text.isEmpty {
                errors.required(target[key])
            } else {
                errors.invalid(target[key], .string(text), each: Names.pathSegmentProblems(text))
            }
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource != "status" { validate(object, context, &errors) }
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
