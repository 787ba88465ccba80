import ApusAPI
import SwiftASN1
import X509

/// What a certificate should say.
struct CertificateRequest: Sendable {
    var commonName: String
    var organizations: [String] = []
    /// DNS names and IP addresses.
    var names: [String] = []
    var isServer = false
    var isClient = false

    static func client(_ commonName: String, _ organizations: [String] = []) -> CertificateRequest {
        CertificateRequest(commonName: commonName, organizations: organizations, isClient: true)
    }

    static func server(_ commonName: String, _ organizations: [String] = [], names: [String]) -> CertificateRequest {
        CertificateRequest(commonName: commonName, organizations: organizations, names: names, isServer: true)
    }

    var subject: DistinguishedName {
        get throws {
            try DistinguishedName(
                organizations.map {
                    RelativeDistinguishedName.Attribute(type: .RDNAttributeType.organizationName, utf8String: $0)
                } + [.init(type: .RDNAttributeType.commonName, utf8String: commonName)])
        }
    }

    var generalNames: [GeneralName] { CertificateRequest.unique(names).map(CertificateRequest.generalName) }

    /// Whether `certificate` says all of this.
    func isMet(by certificate: Certificate) -> Bool {
        guard let subject = try? subject, certificate.subject == subject else { return false }
        let present = (try? certificate.extensions.subjectAlternativeNames).map { Set($0) } ?? []
        return generalNames.allSatisfy { present.contains($0) }
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    private static func generalName(_ name: String) -> GeneralName {
        if let address = IPAddress(name) { return .ipAddress(ASN1OctetString(contentBytes: address.bytes[...])) }
        return .dnsName(name)
    }
}
