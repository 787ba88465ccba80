public import ApusAPI
import AsyncHTTPClient
public import NIOCore
import NIOHTTP1

/// Snapshots as the objects of a bucket of S3, or of a server that speaks as S3 does.
public struct S3Destination: SnapshotDestination {
    private let client: S3Client
    private let partSize: Int
    private let pageSize: Int?

    /// - Parameters:
    ///   - group: The event loops of its connections.
    ///   - now: What time it is: S3 refuses requests from another time.
    ///   - sleep: Waits between two attempts.
    /// - Throws: `SnapshotError` where the authorities of the configuration cannot be read.
    public init(
        _ configuration: S3Configuration, group: any EventLoopGroup, now: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) throws {
        self.init(client: try S3Client(configuration, group: group, now: now, sleep: sleep))
    }

    /// - Parameters:
    ///   - partSize: Files that are larger are uploaded in parts of so many bytes: what is held in memory.
    ///   - pageSize: How many objects an answer lists; nil: as many as the server likes.
    init(client: S3Client, partSize: Int = 16 << 20, pageSize: Int? = nil) {
        self.client = client
        self.partSize = partSize
        self.pageSize = pageSize
    }

    public func close() async { await client.close() }

    // MARK: - Objects

    public func list() async throws -> [StoredSnapshot] {
        var found: [StoredSnapshot] = []
        var continuation: String?
        repeat {
            var request = S3Request(method: .GET, operation: "list")
            request.query = [
                ("list-type", "2"), ("prefix", client.configuration.prefix), ("delimiter", "/"),
                ("encoding-type", "url"),
            ]
            if let pageSize { request.query.append(("max-keys", String(pageSize))) }
            if let continuation { request.query.append(("continuation-token", continuation)) }
            let page = try await client.element(request, "ListBucketResult")
            let isEncoded = page["EncodingType"]?.text == "url"
            for object in page.children where object.name == "Contents" {
                if let snapshot = snapshot(object, isEncoded: isEncoded) { found.append(snapshot) }
            }
            continuation = page["IsTruncated"]?.text == "true" ? page["NextContinuationToken"]?.text : nil
        } while continuation?.isEmpty == false
        return found.sorted { $0.name < $1.name }
    }

    /// Nil for what is no snapshot, such as the object that stands for a folder.
    private func snapshot(_ object: XMLElement, isEncoded: Bool) -> StoredSnapshot? {
        guard let text = object["Key"]?.text, let key = isEncoded ? S3Encoding.text(percent: text) : text,
            key.utf8.starts(with: client.configuration.prefix.utf8),
            let size = object["Size"].flatMap({ UInt64($0.text) }),
            let time = object["LastModified"].flatMap({ Timestamp(rfc3339: $0.text) })
        else { return nil }
        let name = String(key.dropFirst(client.configuration.prefix.count))
        return name.isEmpty ? nil : StoredSnapshot(name: name, size: size, time: time)
    }

    public func upload(file: String, as name: String) async throws {
        try SnapshotName.check(name)
        let key = client.configuration.prefix + name
        let chunks = try FileChunks(file)
        guard try await size(key, assumingNoneIfForbidden: true) == nil else {
            throw SnapshotError("\(client.name(key)): exists already")
        }
        if chunks.size <= UInt64(partSize) {
            let body = try chunks.next(partSize) ?? []
            _ = try await client.send(S3Request(method: .PUT, key: key, body: body, operation: "upload"))
        } else {
            try await S3Upload(client: client, key: key, file: chunks, partSize: partSize).run()
        }
        guard try await size(key) == chunks.size else {
            throw SnapshotError("\(client.name(key)): upload: it is not there as it was sent")
        }
    }

    public func download(_ name: String, to file: String) async throws {
        try SnapshotName.check(name)
        let key = client.configuration.prefix + name
        try await client.stream(S3Request(method: .GET, key: key, operation: "download")) { body, headers in
            let target = try NewFile(file)
            var count: UInt64 = 0
            for try await buffer in body {
                try buffer.withUnsafeReadableBytes { try target.write($0) }
                count += UInt64(buffer.readableBytes)
            }
            guard headers.first(name: "content-length").flatMap({ UInt64($0) }) == count else {
                throw S3Error(
                    object: client.name(key), operation: "download", status: 0, code: "RequestTimeout",
                    message: "it ended after \(count) bytes")
            }
            try target.finish()
        }
    }

    public func remove(_ name: String) async throws {
        try SnapshotName.check(name)
        let key = client.configuration.prefix + name
        do {
            _ = try await client.send(S3Request(method: .DELETE, key: key, operation: "remove"))
        } catch let error as S3Error {
            guard error.code == "NoSuchKey" else { throw error }
        }
    }

    /// Nil where there is none.
    ///
    /// - Parameter assumingNoneIfForbidden: S3 says "forbidden" of a missing object to who may not list the bucket.
    private func size(_ key: String, assumingNoneIfForbidden: Bool = false) async throws -> UInt64? {
        do {
            let headers = try await client.send(S3Request(method: .HEAD, key: key, operation: "look up")).headers
            return headers.first(name: "content-length").flatMap { UInt64($0) }
        } catch let error as S3Error {
            guard error.status == 404 || (assumingNoneIfForbidden && error.status == 403) else { throw error }
            return nil
        }
    }
}
