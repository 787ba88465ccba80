import ApusAPI
import FoundationEssentials
import SwiftASN1
import Synchronization
import X509

/// The authority that signs CertificateSigningRequests (`--cluster-signing-cert-file`, `--cluster-signing-key-file`).
public final class SigningAuthority: Sendable {
    /// Gives the authority's certificate and key as PEM. It is asked before each signature, so that a file that was
    /// replaced counts at once.
    public typealias Source = @Sendable () throws -> (certificatePEM: String, keyPEM: String)

    private let source: Source
    private let duration: Duration
    private let current: Mutex<SigningKeyPair>

    /// - Parameter duration: How long certificates last that ask for nothing shorter (`--cluster-signing-duration`).
    /// - Throws: What `source` throws, and `SigningError` where its texts are no PEM of their kind.
    public init(duration: Duration, source: @escaping Source) throws {
        self.source = source
        self.duration = duration
        let (certificate, key) = try source()
        current = Mutex(try SigningKeyPair(certificatePEM: certificate, keyPEM: key))
    }

    private var pair: SigningKeyPair {
        get throws {
            let (certificate, key) = try source()
            return try current.withLock { current in
                if current.certificatePEM != certificate || current.keyPEM != key {
                    current = try SigningKeyPair(certificatePEM: certificate, keyPEM: key)
                }
                return current
            }
        }
    }

    /// How far back certificates begin, for clocks that lag. It shortens a long life, but not a short one.
    private static let backdate: Double = 5 * 60
    private static let short: Double = 8 * 3600
    private static let shortest: Int64 = 10 * 60

    /// The certificate that `request` asks for, as PEM (upstream's `PermissiveSigningPolicy`).
    ///
    /// - Parameters:
    ///   - usages: `spec.usages` of the request, which were checked.
    ///   - seconds: the life that is asked for, ten minutes at least; nil: the longest.
    func sign(_ request: RequestedCertificate, usages: [String], seconds: Int64?, now: Timestamp) throws -> String {
        let pair = try pair
        let limit = pair.certificate.notValidAfter
        let start = Date(timeIntervalSince1970: Double(now.seconds))
        guard start < limit else {
            let end = Timestamp(seconds: Int64(limit.timeIntervalSince1970)).rfc3339
            throw SigningError("refusing to sign a certificate that expired in the past: NotAfter=\(end)")
        }
        let life = Double(lifetime(seconds))
        let end = start + (life < Self.short ? life : life - Self.backdate)
        let usage = CertificateUsages(usages)
        let (subject, names) = (request.subject, request.names)
        let issued = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: request.publicKey,
            notValidBefore: start - Self.backdate, notValidAfter: min(end, limit), issuer: pair.certificate.subject,
            subject: subject,
            extensions: try Certificate.Extensions {
                if let keyUsage = usage.key { Critical(keyUsage) }
                if let extended = try usage.extended { extended }
                Critical(BasicConstraints.notCertificateAuthority)
                if let identifier = pair.keyIdentifier { AuthorityKeyIdentifier(keyIdentifier: identifier) }
                if !names.isEmpty {
                    // Without a subject they are all that names the holder (RFC 5280 §4.2.1.6).
                    if subject.isEmpty {
                        Critical(SubjectAlternativeNames(names))
                    } else {
                        SubjectAlternativeNames(names)
                    }
                }
            }, issuerPrivateKey: pair.key)
        return try issued.serializeAsPEM().pemString + "\n"
    }

    private func lifetime(_ seconds: Int64?) -> Int64 {
        let longest = duration.components.seconds
        guard let seconds, seconds <= longest else { return longest }
        return max(seconds, Self.shortest)
    }
}

/// An authority's certificate with its key, read.
private struct SigningKeyPair {
    let certificatePEM: String
    let keyPEM: String
    let certificate: Certificate
    let key: Certificate.PrivateKey
    let keyIdentifier: ArraySlice<UInt8>?

    init(certificatePEM: String, keyPEM: String) throws(SigningError) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
        let certificates: [Certificate]
        do {
            certificates = try PEMDocument.parseMultiple(pemString: certificatePEM)
                .filter { $0.discriminator == "CERTIFICATE" }.map { try Certificate(pemDocument: $0) }
        } catch {
            throw SigningError("error reading CA cert file: \(error)")
        }
        guard certificates.count == 1 else {
            throw SigningError("error reading CA cert file: expected 1 certificate, found \(certificates.count)")
        }
        certificate = certificates[0]
        // What openssl writes begins with a block that only names the curve.
        let keys = (try? PEMDocument.parseMultiple(pemString: keyPEM)) ?? []
        guard let found = keys.lazy.compactMap({ try? Certificate.PrivateKey(pemDocument: $0) }).first else {
            throw SigningError("error reading CA key file: data does not contain a valid RSA or ECDSA private key")
        }
        guard found.publicKey == certificate.publicKey else {
            throw SigningError("error reading CA key file: private key does not match public key")
        }
        key = found
        keyIdentifier = (try? certificate.extensions.subjectKeyIdentifier)?.keyIdentifier
    }
}

/// Why something cannot be signed: one line.
public struct SigningError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
