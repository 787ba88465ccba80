import ApusAPI
import ApusJSON
import ApusResources
import Testing

@Suite struct DefaultsTests {
    @Test func aPodGetsUpstreamsDefaults() throws {
        let (_, pod) = try Kinds.create(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"nginx",
            "ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1","memory":"1Gi"}},
            "livenessProbe":{"httpGet":{"port":80}},"env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}],
            "volumes":[{"name":"e"},{"name":"c","configMap":{"name":"m"}},{"name":"h","hostPath":{"path":"/tmp"}}],
            "serviceAccountName":"sa"}}
            """)
        let expected = try Kinds.json(
            """
            {"containers":[{"name":"c","image":"nginx","ports":[{"containerPort":80,"protocol":"TCP"}],
            "resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1","memory":"1Gi"}},
            "livenessProbe":{"httpGet":{"port":80,"path":"/","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,
            "successThreshold":1,"failureThreshold":3},
            "env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name","apiVersion":"v1"}}}],
            "imagePullPolicy":"Always","terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],
            "volumes":[{"name":"e","emptyDir":{}},{"name":"c","configMap":{"name":"m","defaultMode":420}},
            {"name":"h","hostPath":{"path":"/tmp","type":""}}],
            "serviceAccountName":"sa","serviceAccount":"sa","dnsPolicy":"ClusterFirst","restartPolicy":"Always",
            "securityContext":{},"terminationGracePeriodSeconds":30,"schedulerName":"default-scheduler",
            "enableServiceLinks":true}
            """)
        #expect(pod["spec"] == expected)
        #expect(pod["status"] == ["phase": "Pending", "qosClass": "Guaranteed"])
        #expect(pod["metadata"]["generation"] == 1)
    }

    @Test(arguments: [
        ("nginx", "Always"), ("nginx:latest", "Always"), ("nginx:1.2", "IfNotPresent"),
        ("localhost:5000/a", "Always"), ("localhost:5000/a:1", "IfNotPresent"), ("a@sha256:00", "IfNotPresent"),
    ])
    func pullPolicyFollowsTheTag(image: String, policy: String) throws {
        let (_, pod) = try Kinds.decode(
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"\#(image)"}]}}"#
        )
        #expect(pod["spec"]["containers"][0]["imagePullPolicy"].string == policy)
    }

    static let cases: [(String, String, JSONValue)] = [
        (
            #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}"#,
            "strategy",
            ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": "25%", "maxSurge": "25%"]]
        ),
        (
            #"{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"a"},"spec":{"selector":{},"template":{}}}"#,
            "updateStrategy", ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]]
        ),
        (
            #"{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"a"},"spec":{"selector":{},"template":{}}}"#,
            "updateStrategy", ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 1, "maxSurge": 0]]
        ),
        (#"{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a"},"spec":{"template":{}}}"#, "backoffLimit", 6),
        (
            #"{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"a"},"spec":{"schedule":"* * * * *","jobTemplate":{}}}"#,
            "concurrencyPolicy", "Allow"
        ),
        (
            #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80}]}}"#, "ports",
            [["port": 80, "protocol": "TCP", "targetPort": 80]]
        ),
        (
            #"{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"a"},"spec":{"egress":[{}]}}"#,
            "policyTypes", ["Ingress", "Egress"]
        ),
        (
            #"{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"a"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"x"}}}"#,
            "minReplicas", 1
        ),
        (
            #"{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a"},"spec":{}}"#, "volumeMode",
            "Filesystem"
        ),
    ]

    @Test(arguments: cases)
    func kindsGetUpstreamsDefaults(manifest: String, key: String, value: JSONValue) throws {
        let (_, object) = try Kinds.decode(manifest)
        #expect(object["spec"][key] == value)
    }

    @Test func defaultingTwiceChangesNothing() throws {
        for manifest in Self.cases.map(\.0) {
            let (resource, object) = try Kinds.decode(manifest)
            var again = object
            resource.applyDefaults(&again)
            #expect(again == object)
        }
    }

    @Test func stringDataBecomesData() throws {
        let (_, secret) = try Kinds.decode(
            #"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"data":{"a":"eA=="},"stringData":{"b":"hello"}}"#
        )
        #expect(secret["data"] == ["a": "eA==", "b": "aGVsbG8="])
        #expect(secret["stringData"] == .null)
        #expect(secret["type"] == "Opaque")
    }

    @Test func aNamespaceIsLabelledAndActive() throws {
        let (_, namespace) = try Kinds.create(#"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}"#)
        #expect(namespace["metadata"]["labels"] == ["kubernetes.io/metadata.name": "a"])
        #expect(namespace["spec"]["finalizers"] == ["kubernetes"])
        #expect(namespace["status"] == ["phase": "Active"])
    }

    @Test func aJobGetsASelectorOfItsOwn() throws {
        let (resource, job) = try Kinds.create(
            #"{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}"#
        )
        let uid: JSONValue = "11111111-1111-1111-1111-111111111111"
        #expect(job["spec"]["selector"] == ["matchLabels": ["batch.kubernetes.io/controller-uid": uid]])
        #expect(job["spec"]["template"]["metadata"]["labels"]["job-name"] == "a")
        #expect(throws: Never.self) { try resource.validateCreate(job, StrategyContext(now: Kinds.now)) }
    }

    @Test func statusCountersAreWrittenAsZero() throws {
        let (_, set) = try Kinds.create(
            #"{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}}},"status":{"replicas":7}}"#
        )
        #expect(set["status"] == ["replicas": 0])
    }
}
