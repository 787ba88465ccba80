import ApusJSON

/// Where a CertificateSigningRequest stands.
struct SigningState {
    private let status: JSONValue

    init(_ object: JSONValue) { status = object["status"] }

    func condition(_ type: String) -> JSONValue? { status["conditions"].elements.condition(type) }

    /// Nobody has said anything of it.
    var isPending: Bool { status["conditions"].elements.isEmpty }
    var isApproved: Bool { condition("Approved") != nil }
    var isDenied: Bool { condition("Denied") != nil }
    var hasFailed: Bool { condition("Failed")?["status"].string == "True" }
    var isIssued: Bool { !(status["certificate"].string ?? "").isEmpty }
    var isToBeApproved: Bool { !isIssued && !isApproved && !isDenied }
    var isToBeSigned: Bool { !isIssued && isApproved && !isDenied && !hasFailed }
}
