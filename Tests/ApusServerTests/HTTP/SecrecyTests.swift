import ApusAPI
import ApusJSON
import Logging
import NIOHTTP1
import Synchronization
import Testing

@testable import ApusServer

/// Keeps every line that is logged.
private final class LogLines: Sendable {
    let lines = Mutex<[String]>([])

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let log: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = "\(event.message) \(event.metadata ?? [:]) \(metadata)"
            log.lines.withLock { $0.append(line) }
        }
    }
}

/// What is secret is in no answer to a request that fails, and in no line of the log.
@Suite struct SecrecyTests {
    struct Case: Sendable {
        var method = HTTPMethod.POST
        var path = "/api/v1/namespaces/default/secrets"
        var type = "application/json"
        var body = ""
        var token: String? = TestServer.token
        var code: Int
    }

    private static let word = "TOPSECRET"
    private static let encoded = "VE9QU0VDUkVU"

    static let cases = [
        Case(body: head + #""data":{"k":"TOPSECRET!!"}}"#, code: 400),
        Case(body: head + #""stringData":{"k":["TOPSECRET"]}}"#, code: 400),
        Case(body: head + #""data":{"k":"VE9QU0VDUkVU"},"#, code: 400),
        Case(
            body: head + #""type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"VE9QU0VDUkVU"}}"#,
            code: 422),
        Case(body: head + #""data":{"bad key":"VE9QU0VDUkVU"}}"#, code: 422),
        Case(type: "application/yaml", body: "kind: Secret\ndata: {k: TOPSECRET", code: 400),
        Case(type: "TOPSECRET/x", body: "{}", code: 415),
        Case(method: .GET, token: "TOPSECRET", code: 401),
        Case(
            method: .PATCH, path: "/api/v1/namespaces/default/secrets/none", type: "application/merge-patch+json",
            body: #"{"data":{"k":"VE9QU0VDUkVU"}}"#, code: 404),
    ]

    private static let head = #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"s"},"#

    @Test func failuresDoNotTellSecrets() async throws {
        let log = LogLines()
        try await RawClient.run(change: { $0.logger = log.logger }) { client, _ in
            for test in Self.cases {
                let answer = try await client.send(
                    test.method, test.path, ["Content-Type": test.type], body: test.body, token: test.token)
                #expect(answer.code == test.code, "\(test.body) \(answer.text)")
                #expect(!answer.text.contains(Self.word) && !answer.text.contains(Self.encoded), "\(answer.text)")
            }
        }
        let told = log.lines.withLock { $0 }.filter { $0.contains(Self.word) || $0.contains(Self.encoded) }
        #expect(told.isEmpty)
    }
}
