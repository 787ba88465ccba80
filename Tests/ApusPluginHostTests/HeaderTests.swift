import FoundationEssentials
import Testing

@Suite struct HeaderTests {
    static let headers = ["apus_plugin.h", "apus_plugin_draft.h"]

    @Test(arguments: headers)
    func `every function pointer carries exactly one thread tag`(header: String) throws {
        let text = try String(contentsOf: URL(filePath: "\(TemporaryPlugin.include)/\(header)"), encoding: .utf8)
        let untagged = try untaggedFunctions(in: text)
        #expect(untagged == [])
        #expect(text.contains("(*"), "no function pointers were found at all")
    }

    @Test func `a missing, doubled or misplaced tag is noticed`() throws {
        let text = """
            struct s {
                /* [serial] fine */
                void (*one)(int a);
                void (*two)(int a);
                /* [serial] [control] */
                void (*three)(int a);
                /* nothing */
                void *(*four)(
                    int a);
                /* [any-thread] [blocking-ok]
                 * long */
                void *(*five)(
                    int a);
            };
            """
        #expect(try untaggedFunctions(in: text) == ["two", "three", "four"])
    }

    /// The names of function pointers that do not have one tag in the comment directly above.
    private func untaggedFunctions(in text: String) throws -> [String] {
        var names: [String] = []
        var comment = ""
        var inComment = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("/*") {
                comment = ""
                inComment = true
            }
            if inComment { comment += line }
            if let match = line.firstMatch(of: /\(\*(\w+)\)\(/) {
                let tags = comment.matches(of: /\[(control|serial|any-thread)\]/)
                if tags.count != 1 { names.append(String(match.1)) }
                comment = ""
            }
            if line.contains("*/") { inComment = false }
        }
        return names
    }

    @Test(arguments: headers, [["cc", "-std=c11", "-x", "c"], ["c++", "-std=c++17", "-x", "c++"]])
    func `compiles without warnings, alone`(header: String, compiler: [String]) throws {
        let folder = try TemporaryPlugin()
        try folder.write("#include \"\(header)\"\n", to: "test.inc")
        let output = run(
            compiler[0], compiler[1], "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-I",
            TemporaryPlugin.include, compiler[2], compiler[3], "\(folder.path)/test.inc")
        #expect(output.status == 0, "\(output.text)")
    }
}
