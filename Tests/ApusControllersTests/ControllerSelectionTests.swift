import ApusClient
@testable import ApusControllers
import Testing

@Suite struct ControllerSelectionTests {
    @Test(
        arguments: [
            (["*"], "job-controller", true), (["*"], "bootstrap-signer-controller", false),
            (["*"], "token-cleaner-controller", false),
            (["*", "bootstrapsigner"], "bootstrap-signer-controller", true),
            (["*", "tokencleaner"], "token-cleaner-controller", true), (["*", "-job"], "job-controller", false),
            (["-job-controller", "*"], "job-controller", false), (["job"], "deployment-controller", false),
            (["job", "-job"], "job-controller", true), (["*", "-service", "-route"], "job-controller", true),
            ([], "job-controller", false),
        ] as [([String], String, Bool)])
    func `names, older names and the star select`(words: [String], name: String, runs: Bool) throws {
        #expect(try ControllerSelection(words).includes(name) == runs)
    }

    @Test func `a name that nobody knows is refused`() {
        #expect(
            throws: ConfigurationError(
                source: "--controllers", message: "\"jobs\" is not in the list of known controllers")
        ) { try ControllerSelection(["*", "-jobs"]) }
    }
}
