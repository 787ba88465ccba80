import ApusAPI
import Glibc
import Testing

@testable import ApusSnapshots

/// Against moto, which checks signatures as AWS does.
struct S3ServerTests {
    @Test("snapshots come, are listed page by page, go back to files and are taken away", .timeLimit(.minutes(2)))
    func wholeLife() async throws {
        try await MotoServer.with { server in
            try await withDirectory { directory in
                let destination = S3Destination(
                    client: try server.client("snapshots/clusters/one"), partSize: 5 << 20, pageSize: 2)
                let elsewhere = S3Destination(client: try server.client("snapshots/clusters"))
                #expect(try await destination.list().isEmpty)
                // A large one needs three parts.
                let sizes = ["a b+c&d=é": 0, "small": 5, "part": 5 << 20, "parts": (10 << 20) + 12345, "z": 1]
                for (name, size) in sizes {
                    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
                    try write(bytes, to: "\(directory)/sent")
                    try await destination.upload(file: "\(directory)/sent", as: name)
                    try await destination.download(name, to: "\(directory)/got")
                    #expect(try contents(of: "\(directory)/got") == bytes, "\(name)")
                    try await elsewhere.upload(file: "\(directory)/sent", as: name)
                    unlink("\(directory)/got")
                }
                let listed = try await destination.list()
                #expect(listed.map(\.name) == sizes.keys.sorted())
                #expect(listed.map(\.size) == sizes.sorted { $0.key < $1.key }.map { UInt64($0.value) })
                #expect(listed.allSatisfy { abs($0.time.seconds - currentTime().seconds) < 120 })

                try await destination.remove("small")
                try await destination.remove("small")
                #expect(try await destination.list().map(\.name) == sizes.keys.filter { $0 != "small" }.sorted())
                // What lies above and below is not its own.
                #expect(try await elsewhere.list().count == sizes.count)
                await destination.close()
                await elsewhere.close()
            }
        }
    }

    @Test("what is refused is said with bucket and key, and without the secret", .timeLimit(.minutes(2)))
    func refusals() async throws {
        try await MotoServer.with { server in
            try await withDirectory { directory in
                try write([1, 2, 3], to: "\(directory)/sent")
                var forged = server.owner
                forged.secretKey = String(forged.secretKey.reversed())
                let unknown = S3Credentials(accessKey: "AKIAUNKNOWN", secretKey: "unknown-secret-of-nobody")
                let cases: [(location: String, credentials: S3Credentials, problem: String)] = [
                    ("snapshots", forged, "SignatureDoesNotMatch"), ("snapshots", unknown, "InvalidAccessKeyId"),
                    ("snapshots", server.stranger, "AccessDenied"), ("missing-bucket", server.owner, "NoSuchBucket"),
                ]
                for (location, credentials, problem) in cases {
                    let destination = S3Destination(client: try server.client("\(location)/p", credentials))
                    let listing = await message { _ = try await destination.list() }
                    #expect(listing.hasPrefix("s3://\(location): list: \(problem)"), "\(listing)")
                    let upload = await message { try await destination.upload(file: "\(directory)/sent", as: "n") }
                    #expect(upload.hasPrefix("s3://\(location)/p/n: upload: \(problem)"), "\(upload)")
                    #expect(!"\(listing)\(upload)".contains(credentials.secretKey))
                    await destination.close()
                }
                let destination = S3Destination(client: try server.client("snapshots/p"))
                let missing = await message { try await destination.download("none", to: "\(directory)/got") }
                #expect(missing.hasPrefix("s3://snapshots/p/none: download: NoSuchKey"), "\(missing)")
                #expect(names(in: directory) == ["sent"])
                try await destination.upload(file: "\(directory)/sent", as: "n")
                let again = await message { try await destination.upload(file: "\(directory)/sent", as: "n") }
                #expect(again == "s3://snapshots/p/n: exists already")
                await destination.close()
            }
        }
    }
}

/// What `body` throws.
func message(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return "nothing was thrown"
    } catch {
        return "\(error)"
    }
}
