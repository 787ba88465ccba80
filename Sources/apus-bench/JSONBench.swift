import ApusJSON
import ArgumentParser

/// What a Pod costs to read and to write.
struct JSONBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "json", abstract: "Parses, builds and writes a Pod of 2.5 KB.")

    @Option(help: "How often each is done.") var rounds = 20_000

    func run() throws {
        let bytes = Bytes(Self.pod)
        report("json_pod_size", Double(bytes.count), "bytes")
        try time("json_tape") {
            let document = try Document(parsing: bytes)
            return Cursor(document)["spec"].kind == .object ? 1 : 0
        }
        try time("json_tree") { try JSONValue(parsing: bytes).object?.count ?? 0 }
        let tree = try JSONValue(parsing: bytes)
        try time("json_write") {
            var writer = JSONWriter(capacity: 4096)
            writer.append(tree, order: .canonical)
            return writer.count
        }
    }

    private func time(_ name: String, _ body: () throws -> Int) throws {
        var sink = 0
        for _ in 0..<rounds / 10 { sink &+= try body() }
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<rounds { sink &+= try body() }
        let spent = clock.now - start
        if sink == 0 { throw ExitCode(1) }
        report(
            name,
            Double(spent.components.attoseconds) / 1e12 / Double(rounds) + Double(spent.components.seconds) * 1e6
                / Double(rounds), "us")
    }

    static let pod: String = {
        let container = { (name: String) in
            #"{"name":"\#(name)","image":"registry.example/team/\#(name):1.25.3","ports":[{"containerPort":80,"protocol":"TCP"}],"env":[{"name":"A","value":"B"},{"name":"C","value":"D"},{"name":"NODE","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"200m","memory":"256Mi"}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent","volumeMounts":[{"name":"kube-api-access-x7x2f","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}"#
        }
        return
            #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-6d4b75cb6d-x2x9z","generateName":"web-6d4b75cb6d-","namespace":"default","uid":"0b7c9a60-7d4a-4f1e-9d55-0a8f9d8d7f10","creationTimestamp":"2026-11-22T16:00:00Z","labels":{"app":"web","pod-template-hash":"6d4b75cb6d"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-6d4b75cb6d","uid":"0b7c9a60-7d4a-4f1e-9d55-0a8f9d8d7f11","controller":true,"blockOwnerDeletion":true}]},"spec":{"volumes":[{"name":"kube-api-access-x7x2f","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}],"defaultMode":420}}],"containers":[\#(container("web")),\#(container("sidecar"))],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","nodeName":"node-1","securityContext":{},"schedulerName":"default-scheduler","tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},"status":{"phase":"Pending","qosClass":"Burstable"}}"#
    }()
}
