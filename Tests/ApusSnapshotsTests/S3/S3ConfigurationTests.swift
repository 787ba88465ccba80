import Testing

@testable import ApusSnapshots

struct S3ConfigurationTests {
    static let keys = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "very-secret"]

    struct Case: Sendable, CustomTestStringConvertible {
        var location: String
        var endpoint: String?
        var region: String?
        var environment: [String: String] = [:]
        /// `scheme://host/path region prefix`.
        var found: String

        var testDescription: String { "\(location) \(endpoint ?? "") \(environment)" }
    }

    static let cases = [
        Case(
            location: "s3://snapshots", found: "https://snapshots.s3.us-east-1.amazonaws.com us-east-1 "),
        Case(
            location: "s3://snapshots/a//b/", region: "eu-central-1",
            found: "https://snapshots.s3.eu-central-1.amazonaws.com eu-central-1 a/b/"),
        Case(
            location: "s3://my.snapshots/a", environment: ["AWS_DEFAULT_REGION": "eu-west-1"],
            found: "https://s3.eu-west-1.amazonaws.com/my.snapshots eu-west-1 a/"),
        Case(
            location: "s3://snapshots", environment: ["AWS_REGION": "cn-north-1", "AWS_DEFAULT_REGION": "eu-west-1"],
            found: "https://snapshots.s3.cn-north-1.amazonaws.com.cn cn-north-1 "),
        Case(
            location: "s3://snapshots/a", endpoint: "http://127.0.0.1:9000",
            environment: ["AWS_ENDPOINT_URL_S3": "https://elsewhere"],
            found: "http://127.0.0.1:9000/snapshots us-east-1 a/"),
        Case(
            location: "s3://snapshots",
            environment: ["AWS_ENDPOINT_URL": "https://other", "AWS_ENDPOINT_URL_S3": "https://minio:443/base/"],
            found: "https://minio/base/snapshots us-east-1 "),
        Case(
            location: "s3://snapshots", environment: ["AWS_ENDPOINT_URL": "minio.lan"],
            found: "https://minio.lan/snapshots us-east-1 "),
        Case(
            location: "s3://snapshots", endpoint: "http://[::1]:80", found: "http://[::1]/snapshots us-east-1 "),
    ]

    @Test("flags come before the environment, and the environment is the AWS CLI's", arguments: cases)
    func reading(_ value: Case) throws {
        let read = try S3Configuration(
            location: value.location, endpoint: value.endpoint, region: value.region,
            environment: { value.environment[$0] ?? Self.keys[$0] })
        #expect("\(read.scheme)://\(read.host)\(read.basePath) \(read.region) \(read.prefix)" == value.found)
    }

    static let refused: [(String, [String: String], String)] = [
        ("s3://", keys, "s3://: \"\" is no name of a bucket"),
        ("s3://a b/c", keys, "s3://a b/c: \"a b\" is no name of a bucket"),
        (
            "s3://snapshots", ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": ""],
            "s3://snapshots: the environment must hold AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        ),
        (
            "s3://snapshots", keys.merging(["AWS_ENDPOINT_URL": "http://"]) { a, _ in a },
            "the endpoint must be an address such as https://10.0.0.1:9000"
        ),
        ("gs://snapshots", keys, "gs://snapshots: must be a folder or s3://bucket/prefix"),
    ]

    @Test("what is missing or wrong is named", arguments: refused)
    func problems(location: String, environment: [String: String], problem: String) {
        #expect(throws: SnapshotError(problem)) {
            _ = try SnapshotLocation(location) { environment[$0] }
        }
    }

    @Test("nothing shows the secret")
    func secrecy() throws {
        let configuration = try S3Configuration(location: "s3://snapshots") { Self.keys[$0] }
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("very-secret"))
    }
}
