import ApusAPI
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct LabelSignatureTests {
    private func object(_ index: Int) -> APIObject {
        var labels: JSONValue = ["app": .string("app-\(index / 100)"), "pod": .string("pod-\(index)")]
        if index % 3 == 0 { labels["tier"] = "web" }
        if index % 7 == 0 { labels["weight"] = .string(String(index)) }
        return APIObject(["metadata": ["name": .string("n\(10_000 + index)"), "namespace": "x", "labels": labels]])
    }

    @Test(
        arguments: [
            "app=app-3", "app==app-3,tier=web", "app in (app-1,app-9)", "tier", "!tier", "tier!=web",
            "app notin (app-1)",
            "weight>500", "weight<50,tier", "app=none", "pod=pod-1234", "app in (app-1),pod in (pod-150,pod-2)",
        ])
    func aSelectorFindsWhatItMatches(_ text: String) throws {
        let selector = try LabelSelector(parsing: text)
        let all = (0..<2000).map(object)
        var objects = SortedObjects()
        for object in all { objects.insert(object) }
        let found = ListItems(
            objects, range: objects.range(namespace: "x"), filter: ObjectFilter(namespace: "x", labels: selector))
        #expect(found.map(\.name) == all.filter { selector.matches($0.labels) }.map(\.name))
    }

    @Test func aSelectorLooksAtFewOthers() throws {
        let filter = try #require(LabelSignatureFilter(try LabelSelector(parsing: "app=app-3")))
        let candidates = (0..<20_000).map(object).filter { filter.mayMatch(LabelSignature($0.labels)) }
        #expect(candidates.count >= 100 && candidates.count < 1000)
    }

    @Test func changedLabelsAreFound() throws {
        var objects = SortedObjects(sorted: (0..<600).map(object))
        objects.insert(
            APIObject(["metadata": ["name": "n10005", "namespace": "x", "labels": ["app": "changed"]]]))
        objects.remove(ObjectKey("x", "n10001"))
        func names(_ text: String) throws -> [String] {
            let filter = ObjectFilter(labels: try LabelSelector(parsing: text))
            return ListItems(objects, range: objects.range(namespace: nil), filter: filter).map(\.name)
        }
        #expect(try names("app=changed") == ["n10005"])
        #expect(try names("pod in (pod-1,pod-2,pod-5)") == ["n10002"])
    }
}
