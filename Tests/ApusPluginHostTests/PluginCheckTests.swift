import FoundationEssentials
import Testing

/// `apus-plugin-check` as its users run it.
@Suite struct PluginCheckTests {
    /// Where the build put programs and libraries: beside the test program.
    static let products =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .map { URL(filePath: $0).deletingLastPathComponent().path } ?? ""
    static let program = "\(products)/apus-plugin-check"

    @Test func `the C example passes every check`() throws {
        let root = TemporaryPlugin.root
        let folder = try TemporaryPlugin(
            manifest: String(contentsOf: URL(filePath: "\(root)/Plugins/ExampleC/plugin.json"), encoding: .utf8))
        // As its README builds it.
        let compiled = run(
            "cc", "-std=c11", "-shared", "-fPIC", "-fvisibility=hidden", "-I", TemporaryPlugin.include, "-I",
            "\(root)/Plugins/ExampleC/include", "-o", "\(folder.path)/libExampleC.so",
            "\(root)/Plugins/ExampleC/plugin.c", "\(root)/Plugins/ExampleC/pod_limit.c")
        try #require(compiled.status == 0, "\(compiled.text)")
        let checked = run(Self.program, folder.path)
        #expect(checked.status == 0, "\(checked.text)")
        #expect(checked.text.components(of: "  ok ") == 9, "\(checked.text)")
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var check: String
        var source: PluginSource
        var says: String
        var testDescription: String { check + ": " + says }
    }

    static let filter = """
        __attribute__((unused)) static int32_t broken(apus_instance *i, const apus_filter_call_draft *c) {
            (void)i; (void)c; BODY
        }
        """

    static func broken(_ body: String) -> PluginSource {
        PluginSource(filter: "broken", extra: filter.replacing("BODY", with: body))
    }

    static let cases: [Broken] = [
        Broken(check: "handshake", source: PluginSource(major: "9"), says: "needs ABI 9.0; this host has 1.0"),
        Broken(check: "symbols", source: PluginSource(extra: "int other(void) { return 1; }\n"), says: "such as other"),
        Broken(check: "unknown-ids", source: PluginSource(), says: "\"no-such-component\" offers interface"),
        Broken(check: "life-cycle", source: PluginSource(createBody: "return APUS_INTERNAL;"), says: "no message"),
        Broken(
            check: "configuration",
            source: PluginSource(
                createBody:
                    "if (configuration.len == 0) { abort(); } *instance = (apus_instance *)&plugin; return APUS_OK;"),
            says: "the process crashed: Aborted"),
        Broken(check: "scheduling", source: broken("*(volatile int *)0 = 1; return 0;"), says: "Segmentation fault"),
        Broken(check: "scheduling", source: broken("return 1;"), says: "gave code 1 and no message"),
        Broken(
            check: "scheduling", source: broken("if (c->rows) c->codes[0] = 9; return 0;"), says: "row 0 has code 9"),
        Broken(check: "scheduling", source: broken("if (c->rows) c->codes[0] = 2; return 0;"), says: "reason 0"),
        Broken(
            check: "scheduling", source: broken("volatile int x = 1; while (x) { } return 0;"),
            says: "did not end within 1 s"),
        Broken(
            check: "old-host",
            source: broken(
                "const char *b = c->snapshot->base; return b[c->snapshot->columns[6].offset] + *(int *)1 > 7;"),
            says: "the process crashed"),
    ]

    @Test(arguments: cases)
    func `a broken plugin fails the check that is for it`(broken: Broken) throws {
        let plugin = try TemporaryPlugin(manifest: PluginSource.manifest, source: broken.source.text)
        let checked = run(
            Self.program, plugin.path, "--only", broken.check, "--timeout",
            broken.says.contains("within") ? "1" : "60")
        #expect(checked.status == 1, "\(checked.text)")
        #expect(checked.text.contains("FAIL  \(broken.check): "), "\(checked.text)")
        #expect(checked.text.contains(broken.says), "\(checked.text)")
    }

    @Test(arguments: [[], ["--only", "nonsense", "x"], ["--configuration", "nonsense", "x"], ["--nonsense"]])
    func `bad usage ends with 2`(arguments: [String]) {
        let output =
            arguments.isEmpty
            ? run(Self.program)
            : arguments.count == 1
                ? run(Self.program, arguments[0]) : run(Self.program, arguments[0], arguments[1], arguments[2])
        #expect(output.status == 2, "\(output.text)")
    }

    @Test func `help and list explain themselves`() {
        let help = run(Self.program, "--help")
        #expect(help.status == 0)
        #expect(help.text.contains("Each check runs in a process of its own"))
        let list = run(Self.program, "--list")
        #expect(list.status == 0)
        #expect(list.text.contains("symbols"))
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
