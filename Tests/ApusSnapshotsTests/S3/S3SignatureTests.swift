import ApusAPI
import Testing

@testable import ApusSnapshots

/// The examples of "Signature Calculations for the Authorization Header" (Amazon S3 API Reference), and the first of
/// AWS's test suite of Signature Version 4.
struct S3SignatureTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var path = "/"
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body = ""
        var signature: String

        var testDescription: String { "\(method) \(path) \(query.map(\.name))" }
    }

    static let examples = [
        Example(
            path: "/test.txt", headers: [("range", "bytes=0-9")],
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        Example(
            method: "PUT", path: S3Encoding.percent("/test$file.text", keepingSlashes: true),
            headers: [("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            body: "Welcome to Amazon S3.",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        Example(
            query: [("lifecycle", "")], signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        Example(
            query: [("prefix", "J"), ("max-keys", "2")],
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]

    @Test("a request is signed as AWS signs its examples", arguments: examples)
    func signing(_ example: Example) throws {
        let signer = S3Signature(
            credentials: S3Credentials(
                accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1")
        let hash = S3Encoding.sha256(Array(example.body.utf8))
        let headers =
            example.headers + [
                ("host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", hash),
                ("x-amz-date", "20130524T000000Z"),
            ]
        let value = signer.authorization(
            method: example.method, path: example.path, query: example.query, headers: headers, payloadHash: hash,
            at: try #require(Timestamp(rfc3339: "2013-05-24T00:00:00Z")))
        let names = headers.map(\.name).sorted().joined(separator: ";")
        #expect(
            value
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=\(names),Signature=\(example.signature)")
    }

    @Test("another service's requests are signed with its name: the suite's get-vanilla")
    func suite() throws {
        let signer = S3Signature(
            credentials: S3Credentials(
                accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1", service: "service")
        let value = signer.authorization(
            method: "GET", path: "/", query: [],
            headers: [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")],
            payloadHash: S3Encoding.sha256([]), at: try #require(Timestamp(rfc3339: "2015-08-30T12:36:00Z")))
        #expect(value.hasSuffix("Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"))
    }

    @Test("all but letters, digits and -._~ is percent-encoded, and read back")
    func encoding() {
        #expect(S3Encoding.percent("a b+c/é~") == "a%20b%2Bc%2F%C3%A9~")
        #expect(S3Encoding.percent("/a b/c", keepingSlashes: true) == "/a%20b/c")
        #expect(S3Encoding.text(percent: "a+b%2Bc%2F%C3%A9~") == "a b+c/é~")
        #expect(S3Encoding.text(percent: "50%") == nil)
    }
}
