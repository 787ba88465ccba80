import SwiftASN1
import X509

/// Certificates that an operator gives in files.
public enum CertificateFile {
    /// Whether `pem` holds certificates, each of them readable.
    public static func isReadable(pem: String) -> Bool {
        let blocks = PEMBlock.all(in: pem).filter { $0.label == "CERTIFICATE" }
        return !blocks.isEmpty && blocks.allSatisfy { (try? Certificate(pemEncoded: $0.text)) != nil }
    }
}
