/// What S3 refused, with the bucket and the key that it is about.
struct S3Error: Error, CustomStringConvertible {
    /// `s3://bucket/key`.
    var object: String
    var operation: String
    /// Of HTTP; 0 where the answer came with a success and was none.
    var status: Int
    /// S3's word for it, such as `NoSuchBucket`; empty where the answer has none.
    var code = ""
    var message = ""

    var description: String {
        let reason = [code, message].filter { !$0.isEmpty }.joined(separator: ": ")
        let number = status == 0 ? "" : " (status \(status))"
        return "\(object): \(operation): \(reason.isEmpty ? "refused" : reason)\(number)"
    }

    /// Whether the same request may succeed later.
    var isTransient: Bool {
        status >= 500 && status != 501 || status == 429
            || ["InternalError", "RequestTimeout", "ServiceUnavailable", "SlowDown", "Throttling"].contains(code)
    }
}
