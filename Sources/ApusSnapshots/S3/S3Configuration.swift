/// Who asks. A description never shows the secret.
public struct S3Credentials: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    public var accessKey: String
    public var secretKey: String
    public var sessionToken: String?

    public init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
    }

    public var description: String { "S3Credentials(\(accessKey))" }
    public var customMirror: Mirror { Mirror(self, children: ["accessKey": accessKey]) }
}

/// A bucket, the part of it that is used, and how it is reached.
public struct S3Configuration: Sendable, Equatable {
    public var bucket: String
    /// What all keys begin with: empty, or with a slash at its end.
    public var prefix: String
    public var region: String
    /// `http` or `https`.
    public var scheme: String
    /// A host, with its port where that is not the scheme's.
    public var host: String
    /// What paths begin with: empty, or `/bucket` behind the endpoint's own path.
    public var basePath: String
    public var credentials: S3Credentials
    /// The file of the authorities of the endpoint's certificate; nil: the system's.
    public var authorityFile: String?

    /// Reads `s3://bucket/prefix`, with what the flags leave open from the environment, as the AWS CLI reads it:
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION` or `AWS_DEFAULT_REGION`,
    /// `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`, `AWS_CA_BUNDLE`.
    ///
    /// With an endpoint the bucket is a part of the path, else of the host, unless it has a dot: then no certificate
    /// would fit.
    ///
    /// - Throws: `SnapshotError`, which names what is missing or wrong.
    public init(
        location: String, endpoint: String? = nil, region: String? = nil, environment: (String) -> String?
    ) throws {
        func variable(_ names: String...) -> String? {
            names.lazy.compactMap(environment).first { !$0.isEmpty }
        }
        guard location.hasPrefix("s3://") else { throw SnapshotError("\(location): must be s3://bucket/prefix") }
        let parts = location.dropFirst("s3://".count).split(separator: "/", omittingEmptySubsequences: false)
        bucket = parts.first.map(String.init) ?? ""
        guard (3...63).contains(bucket.utf8.count), bucket.utf8.allSatisfy(S3Configuration.isOfBucket) else {
            throw SnapshotError("\(location): \"\(bucket)\" is no name of a bucket")
        }
        let folders = parts.dropFirst().filter { !$0.isEmpty }
        prefix = folders.map { $0 + "/" }.joined()
        guard let accessKey = variable("AWS_ACCESS_KEY_ID"), let secretKey = variable("AWS_SECRET_ACCESS_KEY") else {
            throw SnapshotError(
                "\(location): the environment must hold AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        }
        credentials = S3Credentials(
            accessKey: accessKey, secretKey: secretKey, sessionToken: variable("AWS_SESSION_TOKEN"))
        self.region = region ?? variable("AWS_REGION", "AWS_DEFAULT_REGION") ?? "us-east-1"
        authorityFile = variable("AWS_CA_BUNDLE")
        if let endpoint = endpoint ?? variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") {
            let path: String
            (scheme, host, path) = try S3Configuration.address(endpoint)
            basePath = "\(path)/\(bucket)"
        } else {
            let domain = self.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
            let regional = "s3.\(self.region).\(domain)"
            scheme = "https"
            (host, basePath) = bucket.contains(".") ? (regional, "/\(bucket)") : ("\(bucket).\(regional)", "")
        }
    }

    private static func isOfBucket(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }

    /// Takes an address to pieces; without a scheme it is of HTTPS.
    private static func address(_ text: String) throws -> (scheme: String, host: String, path: String) {
        var rest = text[...]
        var scheme = "https"
        for known in ["https", "http"] where rest.hasPrefix("\(known)://") {
            scheme = known
            rest = rest.dropFirst(known.count + 3)
            break
        }
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        var host = String(rest[..<end])
        let standard = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(standard) { host.removeLast(standard.count) }
        let path = rest[end...].split(separator: "/").map { "/" + $0 }.joined()
        guard !host.isEmpty, !host.contains("@"), !text.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace })
        else { throw SnapshotError("the endpoint must be an address such as https://10.0.0.1:9000") }
        return (scheme, host, path)
    }
}
