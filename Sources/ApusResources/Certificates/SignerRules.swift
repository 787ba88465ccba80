import ApusAPI
import ApusJSON

/// Names of signers: a domain and a path, `example.com/signer` (`core/validation/names.go`).
enum SignerRules {
    private static let domainLimit = 253
    private static let limit = 253 + 1 + 253 + 63 + 1

    static func validateName(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !name.isEmpty else {
            errors.required(path)
            return
        }
        let segments = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count == 2 else {
            errors.invalid(
                path, .string(name),
                "must be a fully qualified domain and path of the form 'example.com/signer-name'")
            return
        }
        if segments[0].utf8.count > domainLimit { errors.tooLong(path, maximum: domainLimit) }
        validateLabels(segments[0], Names.dnsLabelProblems, path, &errors)
        if !segments[0].contains(".") {
            errors.invalid(
                path, .string(segments[0]), "should be a domain with at least two segments separated by dots")
        }
        validateLabels(segments[1], Names.dnsSubdomainProblems, path, &errors)
        if name.utf8.count > limit { errors.tooLong(path, maximum: limit) }
    }

    /// Only the first bad label is told of.
    private static func validateLabels(
        _ segment: String, _ problems: (String) -> [String], _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for label in segment.split(separator: ".", omittingEmptySubsequences: false).map(String.init) {
            let found = problems(label)
            for problem in found {
                errors.invalid(path, .string(segment), "validating label \(GoText.quoted(label)): \(problem)")
            }
            if !found.isEmpty { return }
        }
    }
}

/// Blocks of PEM (RFC 7468) in base64 fields. What is inside of certificates is not parsed.
enum PEM {
    private struct Block {
        var type: String
        var hasHeaders: Bool
    }

    /// What is wrong with a request.
    static func requestProblem(_ field: String) -> String? {
        guard blocks(field).first?.type == "CERTIFICATE REQUEST" else {
            return "PEM block type must be CERTIFICATE REQUEST"
        }
        return PKCS10.problem(field)
    }

    /// What is wrong with a chain of certificates; nothing with none.
    static func certificateProblem(_ field: String) -> String? {
        if field.isEmpty { return nil }
        let blocks = blocks(field)
        for block in blocks {
            if block.type != "CERTIFICATE" {
                return "only CERTIFICATE PEM blocks are allowed, found \(GoText.quoted(block.type))"
            }
            if block.hasHeaders { return "no PEM block headers are permitted" }
        }
        return blocks.isEmpty ? "must contain at least one CERTIFICATE PEM block" : nil
    }

    private static func blocks(_ field: String) -> [Block] {
        let text = String(decoding: Base64.decode(field) ?? [], as: UTF8.self)
        var blocks: [Block] = []
        var open: Block?
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
                open = Block(type: String(line.dropFirst(11).dropLast(5)), hasHeaders: false)
            } else if let block = open, line.hasPrefix("-----END \(block.type)-----") {
                blocks.append(block)
                open = nil
            } else if line.contains(": ") {
                open?.hasHeaders = true
            }
        }
        return blocks
    }
}
