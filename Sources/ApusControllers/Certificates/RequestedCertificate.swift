import ApusAPI
import ApusJSON
import ApusResources
import SwiftASN1
import X509

/// The kinds of alternative names that go from a request into a certificate.
enum AlternativeName: String {
    case dns = "DNS"
    case email = "Email"
    case address = "IP"
    case uri = "URI"

    init?(_ name: GeneralName) {
        switch name {
        case .dnsName: self = .dns
        case .rfc822Name: self = .email
        case .ipAddress: self = .address
        case .uniformResourceIdentifier: self = .uri
        default: return nil
        }
    }
}

/// What the PKCS #10 request in a CertificateSigningRequest asks for (RFC 2986).
struct RequestedCertificate {
    let publicKey: Certificate.PublicKey
    /// DNS names, addresses, e-mail addresses and URIs; other alternative names are not passed on.
    let names: [GeneralName]
    private let attributes: [RelativeDistinguishedName.Attribute]

    /// Reads `spec.request`.
    ///
    /// - Throws: `SigningError` where it holds none, or one that its own key has not signed.
    init(_ object: JSONValue) throws(SigningError) {
        let request: CertificateSigningRequest
        do {
            request = try PKCS10.request(object["spec"]["request"].string ?? "")
            let extensions = try request.attributes.extensionRequest?.extensions
            names = try extensions?.subjectAlternativeNames?.filter { AlternativeName($0) != nil } ?? []
        } catch {
            throw SigningError("unable to parse csr \(GoText.quoted(object.name)): \(error)")
        }
        guard PKCS10.isSigned(request) else {
            throw SigningError("unable to verify certificate request signature of csr \(GoText.quoted(object.name))")
        }
        publicKey = request.publicKey
        attributes = request.subject.flatMap { $0 }
    }

    /// The last common name of the subject, as authenticators read it.
    var commonName: String { values(.RDNAttributeType.commonName).last ?? "" }
    var organizations: [String] { values(.RDNAttributeType.organizationName) }

    func has(_ kind: AlternativeName) -> Bool { names.contains { AlternativeName($0) == kind } }

    private func values(_ type: ASN1ObjectIdentifier) -> [String] {
        attributes.filter { $0.type == type }.compactMap { String($0.value) }
    }

    // MARK: - The subject of the certificate

    private static let repeated: [ASN1ObjectIdentifier] = [
        .RDNAttributeType.countryName, .RDNAttributeType.organizationName, .RDNAttributeType.organizationalUnitName,
        .RDNAttributeType.localityName, .RDNAttributeType.stateOrProvinceName, .RDNAttributeType.streetAddress,
        [2, 5, 4, 17],  // postal code
    ]
    private static let single: [ASN1ObjectIdentifier] = [
        .RDNAttributeType.commonName,
        [2, 5, 4, 5],  // serial number
    ]

    /// The parts of the requested subject that upstream knows, in its order; of what is there once, the last.
    var subject: DistinguishedName {
        let many = Self.repeated.map { type in values(type).map { Self.attribute(type, $0) } }
        let one = Self.single.map { type in values(type).last.map { [Self.attribute(type, $0)] } ?? [] }
        return DistinguishedName((many + one).filter { !$0.isEmpty }.map { RelativeDistinguishedName($0) })
    }

    private static func attribute(
        _ type: ASN1ObjectIdentifier, _ text: String
    ) -> RelativeDistinguishedName.Attribute {
        typealias Value = RelativeDistinguishedName.Attribute.Value
        return .init(type: type, value: (try? Value(printableString: text)) ?? Value(utf8String: text))
    }
}
