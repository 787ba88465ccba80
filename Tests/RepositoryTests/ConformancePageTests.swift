import Testing

struct ConformancePageTests {
    @Test("the page of the conformance names is what its checks say")
    func page() throws {
        let result = try Repository.shell("python3 -B Tests/Cluster/conformance/table.py --check")
        #expect(result.code == 0, "\(result.output)")
    }
}
