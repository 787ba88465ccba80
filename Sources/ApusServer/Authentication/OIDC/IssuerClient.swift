import ApusJSON
import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Fetches the keys of an issuer over HTTPS: its discovery document, then the key set that this names
/// (OpenID Connect Discovery 1.0 §4).
final class IssuerClient: KeySetSource {
    private let configuration: OIDCConfiguration
    private let client: HTTPClient
    private let logger: Logger
    private static let deadline = TimeAmount.seconds(30)
    private static let limit = 1 << 20

    init(_ configuration: OIDCConfiguration, group: any EventLoopGroup, logger: Logger) throws(PKIError) {
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 5, allowCycles: false),
            timeout: .init(connect: .seconds(10), read: IssuerClient.deadline))
        if let pem = configuration.caPEM {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
            } catch {
                throw PKIError("--oidc-ca-file: it holds no certificate")
            }
            settings.tlsConfiguration = tls
        }
        self.configuration = configuration
        self.logger = logger
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: settings)
    }

    func keySet() async -> JSONValue? {
        do {
            let discovery = try await document(configuration.discoveryAddress)
            guard discovery["issuer"].string == configuration.issuer else {
                throw TokenError(
                    "oidc: issuer did not match the issuer returned by provider, expected \"\(configuration.issuer)\" got \"\(discovery["issuer"].string ?? "")\""
                )
            }
            guard let address = discovery["jwks_uri"].string, !address.isEmpty else {
                throw TokenError("provider did not return JWKS URL")
            }
            return try await document(address)
        } catch {
            logger.error(
                "oidc authenticator: the issuer's keys cannot be fetched",
                metadata: ["issuer": "\(configuration.issuer)", "error": "\(error)"])
            return nil
        }
    }

    private func document(_ address: String) async throws -> JSONValue {
        let response = try await client.execute(HTTPClientRequest(url: address), timeout: IssuerClient.deadline)
        let body = try await response.body.collect(upTo: IssuerClient.limit)
        guard response.status == .ok else { throw TokenError("\(address): \(response.status.code)") }
        return try JSONValue(parsing: Bytes(Array(body.readableBytesView)))
    }

    func shutdown() async { try? await client.shutdown() }
}
