import ApusAPI
import ApusJSON
import ApusResources
import Testing

@Suite struct ConversionTests {
    static let autoscalers = [
        #"{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"a"},"spec":{"minReplicas":1,"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"x"},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"1Gi"}}}],"behavior":{"scaleDown":{"selectPolicy":"Max"}}}}"#,
        #"{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"a","annotations":{"x":"y"}},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"x"},"metrics":[{"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"m"},"target":{"type":"Value","value":"5"}}},{"type":"External","external":{"metric":{"name":"e","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"7"}}},{"type":"Pods","pods":{"metric":{"name":"p"},"target":{"type":"AverageValue","averageValue":"9"}}}]},"status":{"desiredReplicas":1,"currentReplicas":1,"conditions":[{"type":"AbleToScale","status":"True"}],"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":10,"averageValue":"100m"}}}]}}"#,
    ]

    @Test(arguments: autoscalers)
    func autoscalersGoToV1AndBack(manifest: String) throws {
        let object = try Kinds.json(manifest)
        let old = VersionConversion.convert(object, to: .init("autoscaling", "v1", "HorizontalPodAutoscaler"))
        #expect(old["apiVersion"] == "autoscaling/v1")
        #expect(old["spec"]["metrics"] == .null)
        let back = VersionConversion.convert(old, to: .init("autoscaling", "v2", "HorizontalPodAutoscaler"))
        #expect(back == object)
    }

    @Test func utilizationHasAFieldOfItsOwnInV1() throws {
        let object = try Kinds.json(Self.autoscalers[0])
        let old = VersionConversion.convert(object, to: .init("autoscaling", "v1", "HorizontalPodAutoscaler"))
        #expect(old["spec"]["targetCPUUtilizationPercentage"] == 50)
        #expect(
            old["metadata"]["annotations"]["autoscaling.alpha.kubernetes.io/metrics"]
                == #"[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}}]"#)
    }

    @Test func eventsGoToCoreAndBack() throws {
        let event = try Kinds.json(
            #"{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"a"},"regarding":{"kind":"Pod","name":"p"},"note":"n","reason":"r","reportingController":"c","reportingInstance":"i","deprecatedCount":2,"series":{"count":3}}"#
        )
        let core = VersionConversion.convert(event, to: .init("", "v1", "Event"))
        #expect(core["involvedObject"]["name"] == "p")
        #expect(core["message"] == "n")
        #expect(core["reportingComponent"] == "c")
        #expect(core["count"] == 2)
        #expect(VersionConversion.convert(core, to: .init("events.k8s.io", "v1", "Event")) == event)
    }
}
