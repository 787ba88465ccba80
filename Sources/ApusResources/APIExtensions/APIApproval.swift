/// Whether a CustomResourceDefinition of a group that belongs to Kubernetes was approved (annotation
/// `api-approved.kubernetes.io`; apiextensions-apiserver's `apihelpers`).
public struct APIApproval: Sendable {
    public enum Kind: Sendable { case invalid, approved, bypassed, missing }

    public let kind: Kind
    public let reason: String

    public static let annotation = "api-approved.kubernetes.io"

    /// Whether definitions of `group` need an approval.
    public static func protects(_ group: String) -> Bool {
        ["k8s.io", "kubernetes.io"].contains { group == $0 || group.hasSuffix("." + $0) }
    }

    /// Reads the annotation; "" where there is none.
    public init(_ annotation: String) {
        let need = "protected groups must have approval annotation \"\(Self.annotation)\""
        let see = "see https://github.com/kubernetes/enhancements/pull/1111"
        if annotation.isEmpty {
            kind = .missing
            reason = "\(need), \(see)"
        } else if annotation.hasPrefix("unapproved") {
            kind = .bypassed
            reason = "not approved: \"\(annotation)\""
        } else if Self.isURL(annotation) {
            kind = .approved
            reason = "approved in \(annotation)"
        } else {
            kind = .invalid
            reason = "\(need) with either a URL or a reason starting with \"unapproved\", \(see)"
        }
    }

    /// Whether the text has a scheme and a host.
    private static func isURL(_ text: String) -> Bool {
        guard let range = text.firstRange(of: "://"), range.lowerBound > text.startIndex else { return false }
        let scheme = text[..<range.lowerBound]
        guard scheme.first?.isLetter == true, scheme.allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) })
        else { return false }
        return !text[range.upperBound...].prefix { $0 != "/" && $0 != "?" }.isEmpty
    }
}
