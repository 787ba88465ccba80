import ApusJSON
import ApusResources
import Testing

@Suite struct ViewTests {
    private let bytes = Bytes(
        #"""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"default","labels":{"app":"web"}},
         "spec":{"nodeName":"n1","priority":5,"hostNetwork":true,
         "containers":[{"name":"a","image":"x","ports":[{"containerPort":80,"protocol":"TCP"}]},{"name":"b","image":"y"}],
         "tolerations":[{"key":"k","operator":"Exists"}]}}
        """#)

    @Test func fieldsReadByTheirNames() throws {
        let document = try Document(parsing: bytes)
        let pod = CoreV1.Pod(Cursor(document))
        #expect(pod.metadata.name == "web")
        #expect(pod.spec.nodeName == "n1")
        #expect(pod.spec.priority == 5)
        #expect(pod.spec.hostNetwork == true)
        #expect(pod.spec.schedulerName == nil)
        #expect(pod.spec.affinity.exists == false)
        #expect(pod.spec.affinity.nodeAffinity.exists == false)
        #expect(pod.metadata.labels.member(named: "app").string == "web")
        #expect(pod.spec.tolerations[0].operator == "Exists")
    }

    @Test func listsAreWalked() throws {
        let document = try Document(parsing: bytes)
        let pod = CoreV1.Pod(Cursor(document))
        var images: [String] = []
        pod.spec.containers.forEach { container in images.append(container.image ?? "") }
        #expect(images == ["x", "y"])
        #expect(pod.spec.containers.count == 2)
        #expect(pod.spec.containers[0].ports[0].containerPort == 80)
        #expect(pod.spec.initContainers.isEmpty == true)
        let hasB = pod.spec.containers.contains { $0.name == "b" }
        #expect(hasB)
    }
}
