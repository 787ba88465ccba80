import NIOHTTP1

/// Uploads a large file in parts. Nobody sees an object before the last request is answered; where anything fails, the
/// parts are taken away.
struct S3Upload {
    private static let maximumParts: UInt64 = 10_000

    let client: S3Client
    let key: String
    let file: FileChunks
    let partSize: Int

    /// Grows beyond `partSize` where the file would have too many parts.
    private var usedPartSize: Int {
        let needed = (file.size + S3Upload.maximumParts - 1) / S3Upload.maximumParts
        return needed <= UInt64(partSize) ? partSize : Int((needed + 0xf_ffff) & ~0xf_ffff)
    }

    func run() async throws {
        let begin = S3Request(method: .POST, key: key, query: [("uploads", "")], operation: "upload")
        guard
            let upload = try await client.element(begin, "InitiateMultipartUploadResult")["UploadId"]?.text,
            !upload.isEmpty
        else {
            throw S3Error(
                object: client.name(key), operation: "upload", status: 0, message: "the answer names no upload")
        }
        do {
            let parts = try await sendParts(of: upload)
            try await complete(upload, parts)
        } catch {
            // Also where this task was cancelled.
            await Task { [client, key] in await S3Upload.abort(upload, of: key, client) }.value
            throw error
        }
    }

    private func sendParts(of upload: String) async throws -> [String] {
        var tags: [String] = []
        while let bytes = try file.next(usedPartSize) {
            let number = tags.count + 1
            let answer = try await client.send(
                S3Request(
                    method: .PUT, key: key, query: [("partNumber", String(number)), ("uploadId", upload)], body: bytes,
                    operation: "upload part \(number)"))
            guard let tag = answer.headers.first(name: "etag") else {
                throw S3Error(
                    object: client.name(key), operation: "upload part \(number)", status: 0,
                    message: "the answer has no ETag")
            }
            tags.append(tag)
        }
        return tags
    }

    private func complete(_ upload: String, _ tags: [String]) async throws {
        let parts = tags.enumerated().map { index, tag in
            "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(S3Upload.escaped(tag))</ETag></Part>"
        }
        let body =
            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(parts.joined())"
            + "</CompleteMultipartUpload>"
        do {
            _ = try await client.element(
                S3Request(
                    method: .POST, key: key, query: [("uploadId", upload)], body: Array(body.utf8),
                    operation: "complete the upload"), "CompleteMultipartUploadResult")
        } catch let error as S3Error {
            // The answer of an attempt that succeeded may have been lost; whether it did, the caller looks up.
            guard error.code == "NoSuchUpload" else { throw error }
        }
    }

    private static func abort(_ upload: String, of key: String, _ client: S3Client) async {
        // Where this fails too, S3's rules for the life of objects clean up, if there are any.
        _ = try? await client.send(
            S3Request(method: .DELETE, key: key, query: [("uploadId", upload)], operation: "abort the upload"))
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
