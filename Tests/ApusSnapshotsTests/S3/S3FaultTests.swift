import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import ApusSnapshots

/// What a server of S3 may do to its clients.
struct S3FaultTests {
    private static let page = """
        <ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>p/n</Key><Size>3</Size>\
        <LastModified>2026-11-23T01:00:00.000Z</LastModified></Contents></ListBucketResult>
        """

    static let passing: [[FaultyServer.Answer]] = [
        [.error(500, "InternalError"), .error(503, "SlowDown")], [.error(429, "TooManyRequests")], [.hangUp, .hangUp],
        [.error(400, "RequestTimeout")], [.status(502, "<html>")], [.cut("<ListBucket", announced: 100)],
    ]

    @Test("what may pass is tried again, with pauses that grow", arguments: passing)
    func transient(faults: [FaultyServer.Answer]) async throws {
        try await FaultyServer.with { _, number in
            number <= faults.count ? faults[number - 1] : .status(200, Self.page)
        } _: { server, client in
            let listed = try await S3Destination(client: client).list()
            #expect(listed.map(\.name) == ["n"])
            let pauses = server.pauses.withLock { $0 }
            #expect(pauses.count == faults.count)
            for (index, pause) in pauses.enumerated() {
                let longest = Duration.milliseconds(250 << index)
                #expect(pause >= longest / 2 && pause <= longest)
            }
        }
    }

    @Test("what stays wrong is given up, and named without the secret")
    func givingUp() async throws {
        try await FaultyServer.with { _, _ in
            .error(503, "SlowDown")
        } _: { server, client in
            let problem = await message { _ = try await S3Destination(client: client).list() }
            #expect(problem == "s3://bbb: list: SlowDown: as the test wants it (status 503)")
            #expect(server.log.count == 5)
        }
        try await FaultyServer.with { _, _ in
            .hangUp
        } _: { _, client in
            let problem = await message { try await S3Destination(client: client).remove("n") }
            #expect(problem.hasPrefix("s3://bbb/p/n: remove: 127.0.0.1:"), "\(problem)")
            #expect(problem.hasSuffix("(5 attempts)") && !problem.contains("very-secret"), "\(problem)")
        }
    }

    @Test("a refusal, a redirection and an answer that is none are not tried again")
    func refusals() async throws {
        let answers: [(FaultyServer.Answer, String)] = [
            (.error(403, "AccessDenied"), "s3://bbb: list: AccessDenied: as the test wants it (status 403)"),
            (
                .status(301, "", headers: ["location": "http://127.0.0.1:1/"]),
                "s3://bbb: list: Moved Permanently (status 301)"
            ),
            (.status(200, "<html/>"), "s3://bbb: list: the answer is no ListBucketResult"),
        ]
        for (answer, problem) in answers {
            try await FaultyServer.with { _, _ in
                answer
            } _: { server, client in
                #expect(await message { _ = try await S3Destination(client: client).list() } == problem)
                #expect(server.log.count == 1)
            }
        }
    }

    @Test("a server that says nothing is not waited for without end", .timeLimit(.minutes(1)))
    func deadline() async throws {
        var patience = S3Client.Patience()
        patience.deadline = .milliseconds(50)
        patience.attempts = 2
        try await FaultyServer.with(patience: patience) { _, _ in
            .silence
        } _: { server, client in
            let problem = await message { _ = try await S3Destination(client: client).list() }
            #expect(problem.hasPrefix("s3://bbb: list: 127.0.0.1:"), "\(problem)")
            // On a busy machine the time may be over before the request has reached the server.
            #expect(problem.hasSuffix(" (2 attempts)"), "\(problem)")
            #expect(server.pauses.withLock { $0.count } == 1 && server.log.count <= 2)
        }
    }

    @Test("a download that is cut off begins anew, and leaves no part of it")
    func cutDownload() async throws {
        try await withDirectory { directory in
            try await FaultyServer.with { _, number in
                number == 1 ? .cut("abc", announced: 6) : .status(200, "abcdef")
            } _: { _, client in
                try await S3Destination(client: client).download("n", to: "\(directory)/got")
                let got = try contents(of: "\(directory)/got")
                #expect(got == Array("abcdef".utf8))
            }
            try await FaultyServer.with { _, _ in
                .cut("abc", announced: 6)
            } _: { _, client in
                _ = await message { try await S3Destination(client: client).download("n", to: "\(directory)/other") }
            }
            #expect(names(in: directory) == ["got"])
        }
    }

    /// Uploads 25 bytes in parts of 10 to a server whose answers `rule` changes.
    private func upload(
        _ rule: @escaping @Sendable (FaultyServer.Request, Int) -> FaultyServer.Answer?
    ) async throws -> (problem: String, log: [String]) {
        var result = (problem: "", log: [String]())
        try await withDirectory { directory in
            try write([UInt8](repeating: 7, count: 25), to: "\(directory)/sent")
            let heads = Counter()
            try await FaultyServer.with { request, number in
                if let answer = rule(request, number) { return answer }
                switch request.method {
                case .HEAD: return heads.next() == 1 ? .status(404) : .status(200, headers: ["content-length": "25"])
                case .POST where request.uri.hasSuffix("?uploads="):
                    return .status(
                        200, "<InitiateMultipartUploadResult><UploadId>u/1</UploadId></InitiateMultipartUploadResult>")
                case .POST: return .status(200, "<CompleteMultipartUploadResult/>")
                case .PUT: return .status(200, headers: ["etag": "\"tag&\""])
                default: return .status(204)
                }
            } _: { server, client in
                result.problem = await message {
                    try await S3Destination(client: client, partSize: 10).upload(file: "\(directory)/sent", as: "n")
                }
                result.log = server.log
            }
        }
        return result
    }

    private static let begun = ["HEAD /bbb/p/n", "POST /bbb/p/n?uploads="]
    private static let parts = (1...3).map { "PUT /bbb/p/n?partNumber=\($0)&uploadId=u%2F1" }
    private static let completion = "POST /bbb/p/n?uploadId=u%2F1"
    private static let abortion = "DELETE /bbb/p/n?uploadId=u%2F1"

    @Test("a large file goes in parts, and is looked up at the end")
    func parts() async throws {
        let (problem, log) = try await upload { _, _ in nil }
        #expect(problem == "nothing was thrown")
        #expect(log == Self.begun + Self.parts + [Self.completion, "HEAD /bbb/p/n"])
    }

    @Test("where a part fails for good, the parts are taken away and nothing is completed")
    func failingPart() async throws {
        let (problem, log) = try await upload { request, _ in
            request.uri.contains("partNumber=2") ? .error(500, "InternalError") : nil
        }
        #expect(problem == "s3://bbb/p/n: upload part 2: InternalError: as the test wants it (status 500)")
        #expect(log == Self.begun + [Self.parts[0]] + [String](repeating: Self.parts[1], count: 5) + [Self.abortion])
    }

    @Test("an error in the answer of a completion that began with a success is one")
    func lateError() async throws {
        let completions = Counter()
        let (problem, log) = try await upload { request, _ in
            guard request.method == .POST, !request.uri.hasSuffix("uploads=") else { return nil }
            return completions.next() == 1 ? .error(200, "InternalError") : nil
        }
        #expect(problem == "nothing was thrown")
        #expect(log.filter { $0 == Self.completion }.count == 2)
        let (second, after) = try await upload { request, _ in
            request.method == .POST && !request.uri.hasSuffix("uploads=") ? .error(200, "InvalidPart") : nil
        }
        #expect(second == "s3://bbb/p/n: complete the upload: InvalidPart: as the test wants it")
        #expect(after.last == Self.abortion)
    }

    @Test("a completion whose answer was lost counts where the object is there")
    func lostCompletion() async throws {
        let completions = Counter()
        let (problem, _) = try await upload { request, _ in
            guard request.method == .POST, !request.uri.hasSuffix("uploads=") else { return nil }
            return completions.next() == 1 ? .hangUp : .error(404, "NoSuchUpload")
        }
        #expect(problem == "nothing was thrown")
        let (missing, _) = try await upload { request, number in
            if request.method == .HEAD { return .status(404) }
            return request.method == .POST && !request.uri.hasSuffix("uploads=") ? .error(404, "NoSuchUpload") : nil
        }
        #expect(missing == "s3://bbb/p/n: upload: it is not there as it was sent")
    }

    @Test("the parts are taken away too where the upload is cancelled", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let reached = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await upload { request, _ in
                guard request.uri.contains("partNumber=2") else { return nil }
                reached.continuation.finish()
                return .silence
            }
        }
        for await _ in reached.stream {}
        task.cancel()
        let (problem, log) = try await task.value
        #expect(problem == "CancellationError()")
        #expect(log.last == Self.abortion)
    }
}
