import ApusAPI
import ApusJSON
import ApusResources
import Testing

/// `fieldsV1` of objects as upstream's servers write it for who creates them.
@Suite struct ManagedFieldsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let manifest: String
        let fields: String
    }

    static let cases = [
        Case(
            testDescription: "Deployment",
            manifest: """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","labels":{"app":"d"}},"spec":{\
                "replicas":1,"selector":{"matchLabels":{"app":"d"}},"template":{"metadata":{"labels":{"app":"d"}},\
                "spec":{"containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80}],\
                "env":[{"name":"A","value":"B"}],"resources":{"limits":{"cpu":"1"}}}],"volumes":[{"name":"v","emptyDir":{}}]}}}}
                """,
            fields: """
                {"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},\
                "f:revisionHistoryLimit":{},"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},\
                "f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{\
                "f:containers":{"k:{\\"name\\":\\"c\\"}":{".":{},"f:env":{".":{},"k:{\\"name\\":\\"A\\"}":{".":{},"f:name":{},\
                "f:value":{}}},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{},\
                "k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},\
                "f:resources":{".":{},"f:limits":{".":{},"f:cpu":{}}},"f:terminationMessagePath":{},\
                "f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},\
                "f:securityContext":{},"f:terminationGracePeriodSeconds":{},"f:volumes":{".":{},\
                "k:{\\"name\\":\\"v\\"}":{".":{},"f:emptyDir":{},"f:name":{}}}}}}}
                """),
        Case(
            testDescription: "Service",
            manifest: """
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"a":"b"},\
                "ports":[{"port":80,"targetPort":8080}]},"status":{"loadBalancer":{}}}
                """,
            fields: """
                {"f:spec":{"f:internalTrafficPolicy":{},"f:ports":{".":{},"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":\
                {".":{},"f:port":{},"f:protocol":{},"f:targetPort":{}}},"f:selector":{},"f:sessionAffinity":{},"f:type":{}}}
                """),
        Case(
            testDescription: "ConfigMap",
            manifest: #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"c-"},"data":{"a":"b"}}"#,
            fields: #"{"f:data":{".":{},"f:a":{}},"f:metadata":{"f:generateName":{}}}"#),
        Case(
            testDescription: "Pod with an owner",
            manifest: """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","ownerReferences":[{"apiVersion":"v1","kind":"Node",\
                "name":"n","uid":"u"}]},"spec":{"containers":[{"name":"c","image":"i:1"}]},"status":{"phase":"Running"}}
                """,
            fields: """
                {"f:metadata":{"f:ownerReferences":{".":{},"k:{\\"uid\\":\\"u\\"}":{}}},"f:spec":{"f:containers":{\
                "k:{\\"name\\":\\"c\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},\
                "f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:enableServiceLinks":{},\
                "f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}
                """),
        Case(
            testDescription: "Namespace",
            manifest: #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"x","labels":{"a":"b"}}}"#,
            fields: #"{"f:metadata":{"f:labels":{".":{},"f:a":{},"f:kubernetes.io/metadata.name":{}}}}"#),
    ]

    @Test(arguments: cases) func whoCreatesOwnsWhatItSent(test: Case) throws {
        var (resource, object) = try Kinds.decode(test.manifest)
        let writer = FieldManager.Writer(
            manager: "m", apiVersion: resource.definition.apiVersion, now: Timestamp(seconds: 1_700_000_000))
        let sent = object
        resource.fieldManager.update(&object, old: .null, writer)
        let made = object["metadata"]["managedFields"][0]["fieldsV1"]
        #expect(
            made.encoded(order: .canonical).string == (try Kinds.json(test.fields)).encoded(order: .canonical).string)
        // The way that compares with an empty object finds the same.
        var other = sent
        other["metadata"]["managedFields"] = []
        resource.fieldManager.update(&other, old: .null, writer)
        #expect(other["metadata"]["managedFields"][0]["fieldsV1"] == made)
    }
}
