import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Crypto
import FoundationEssentials
import SwiftASN1
import Synchronization
import X509

/// Requests for certificates and an authority, for tests.
enum TestRequests {
    static let key = P256.Signing.PrivateKey()
    static let authorityKey = P256.Signing.PrivateKey()

    /// An authority that lasts from when the clock of tests begins.
    static func authority(days: Double = 3650, key: P256.Signing.PrivateKey = authorityKey) throws -> (
        certificatePEM: String, keyPEM: String
    ) {
        let start = Date(timeIntervalSince1970: Double(FakeAPI.start.seconds))
        let name = try DistinguishedName { CommonName("ca") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: start - 3600,
            notValidAfter: start + days * 86400, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            }, issuerPrivateKey: .init(key))
        return (try certificate.serializeAsPEM().pemString, key.pemRepresentation)
    }

    static func signing(days: Double = 3650) throws -> SigningAuthority {
        let pair = try authority(days: days)
        return try SigningAuthority(duration: .seconds(365 * 86400)) { pair }
    }

    static func subject(_ name: String = "system:node:n1", _ organizations: [String] = ["system:nodes"]) throws
        -> DistinguishedName
    {
        try DistinguishedName {
            for organization in organizations { OrganizationName(organization) }
            CommonName(name)
        }
    }

    /// `spec.request`.
    static func request(_ subject: DistinguishedName, names: [GeneralName] = []) throws -> String {
        let extensions = try Certificate.Extensions { SubjectAlternativeNames(names) }
        let attributes =
            names.isEmpty ? [] : [try CertificateSigningRequest.Attribute(ExtensionRequest(extensions: extensions))]
        let made = try CertificateSigningRequest(
            version: .v1, subject: subject, privateKey: .init(key), attributes: .init(attributes),
            signatureAlgorithm: .ecdsaWithSHA256)
        return Base64.encode(Array(try made.serializeAsPEM().pemString.utf8))
    }

    static func object(
        _ name: String, signer: String, usages: [String], request: String, username: String = "admin",
        conditions: [JSONValue] = []
    ) -> JSONValue {
        var object: JSONValue = [
            "kind": "CertificateSigningRequest", "apiVersion": "certificates.k8s.io/v1",
            "metadata": ["name": .string(name), "creationTimestamp": .string(FakeAPI.start.rfc3339)],
            "spec": [
                "signerName": .string("kubernetes.io/" + signer), "usages": .array(usages.map { .string($0) }),
                "request": .string(request), "username": .string(username), "groups": ["system:bootstrappers"],
            ],
        ]
        if !conditions.isEmpty { object["status"] = ["conditions": .array(conditions)] }
        return object
    }

    static func condition(_ type: String) -> JSONValue {
        ["type": .string(type), "status": "True", "lastUpdateTime": .string(FakeAPI.start.rfc3339)]
    }

    static let clientUsages = ["digital signature", "client auth"]
    static let servingUsages = ["digital signature", "key encipherment", "server auth"]
    static let dns = GeneralName.dnsName("n1")
}
