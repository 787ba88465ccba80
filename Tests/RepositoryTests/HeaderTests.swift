import Foundation
import Testing

/// The ABI headers: each function pointer says on which threads it may be called.
struct HeaderTests {
    static let tags = ["[control]", "[serial]", "[any-thread]"]

    /// The function pointers of `header` with the comment above or behind each.
    static func functionPointers(_ header: String) -> [(name: String, comment: String)] {
        var result: [(String, String)] = []
        var comment = ""
        var inComment = false
        for line in header.split(separator: "\n", omittingEmptySubsequences: false) {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if inComment || trimmed.hasPrefix("/*") || trimmed.hasPrefix("//") {
                if !inComment && !comment.hasSuffix("\u{0}") { comment = "" }
                comment += trimmed + "\u{0}"
                inComment = (inComment || trimmed.hasPrefix("/*")) && !trimmed.contains("*/")
                continue
            }
            if let start = line.range(of: "(*"), !line.contains("typedef") || line.contains("(*") {
                let name = line[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                result.append((String(name), comment + String(line)))
            }
            if trimmed.hasSuffix(";") || trimmed.isEmpty { comment = "" }
        }
        return result
    }

    @Test("every function pointer carries exactly one thread tag", arguments: ["apus_plugin.h", "apus_plugin_draft.h"])
    func threadTags(header: String) throws {
        let pointers = Self.functionPointers(try Repository.text("Sources/CApusPlugin/include/\(header)"))
        #expect(!pointers.isEmpty)
        for pointer in pointers {
            let found = Self.tags.filter { pointer.comment.contains($0) }
            #expect(found.count == 1, "\(header): \(pointer.name) carries \(found)")
        }
    }
}
