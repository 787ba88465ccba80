import ApusPluginHost
import Testing

@Suite struct BoundFunctionTests {
    private func bound(
        _ symbol: String, _ signature: String, library: String = "libm.so.6", pure: Bool = false,
        directory: String = "/"
    ) throws -> BoundFunction {
        let manifest = """
            {"id": "test", "version": "1", "abi": "1.0", "functions": [{"name": "F", "kind": "score",
             "library": "\(library)", "symbol": "\(symbol)", "signature": "\(signature)", "pure": \(pure)}]}
            """
        let plugin = try PluginManifest(json: Array(manifest.utf8), directory: directory)
        return try BoundFunction(try #require(plugin.functions.first), plugin: plugin)
    }

    @Test func `a function out of libm is called by its signature`() throws {
        let call = BoundCall(try bound("fmin", "f64 fmin(f64 node.allocatable.cpu, f64 pod.request.cpu)"))
        call.set(0, to: .integer(4000))
        call.set(1, to: .integer(250))
        #expect(call.call() == .real(250))
        let rounding = BoundCall(try bound("lround", "i64 lround(f64 node.requested.memory)"))
        rounding.set(0, to: .integer(-7))
        #expect(rounding.call() == .integer(-7))
    }

    private static let source = """
        #include <stdint.h>
        #include <string.h>
        static int calls;
        int32_t length(const char *text) { calls++; return -(int32_t)strlen(text); }
        uint32_t top(uint32_t a) { return a; }
        int64_t mixed(int32_t a, uint64_t b, double c, const char *d) { return a + (int64_t)b + (int64_t)c + d[0]; }
        int32_t count(void) { return calls; }
        """

    @Test func `every type is passed as C has it`() throws {
        let folder = try TemporaryPlugin(source: Self.source)
        let top = BoundCall(try bound("top", "u32 (u32 1)", library: "libtest.so", directory: folder.path))
        top.set(0, to: .integer(Int64.max))
        #expect(top.call() == .integer(Int64(UInt32.max)))
        let signature = "i64 mixed(i32 1, u64 2, f64 3, str node.name)"
        let mixed = BoundCall(try bound("mixed", signature, library: "libtest.so", directory: folder.path))
        mixed.set(0, to: .integer(-100))
        mixed.set(1, to: .integer(20))
        mixed.set(2, to: .integer(3))
        "A".withCString { text in
            mixed.set(3, to: .text(text))
            #expect(mixed.call() == .integer(-77 + 65))
        }
    }

    @Test func `a pure function is called once per distinct arguments`() throws {
        let folder = try TemporaryPlugin(source: Self.source)
        let length = BoundCall(
            try bound("length", "i32 (str node.labels[a])", library: "libtest.so", pure: true, directory: folder.path))
        let count = BoundCall(try bound("count", "i32 ()", library: "libtest.so", directory: folder.path))
        "abc".withCString { text in
            for _ in 0..<3 {
                length.set(0, to: .text(text))
                #expect(length.call() == .integer(-3))
            }
        }
        #expect(count.call() == .integer(1))
    }

    @Test func `a missing library or symbol is named`() throws {
        let library = #expect(throws: PluginError.self) { try bound("f", "i32 ()", library: "libnowhere.so") }
        #expect(library?.description.contains("libnowhere.so") == true)
        let symbol = #expect(throws: PluginError.self) { try bound("no_such_function", "i32 ()") }
        #expect(symbol?.description == "plugin test/F: libm.so.6: function no_such_function not found")
    }

    @Test(arguments: [
        "f64", "f64 f(", "str f()", "void f()", "f64 f g()", "f64 (f64)", "f64 (f32 node.allocatable.cpu)",
        "f64 (str node.allocatable.cpu)", "f64 (f64 node.name)", "f64 (f64 node.labels[])", "f64 (f64 pod.request.)",
    ])
    func `a signature that does not parse is refused`(text: String) {
        #expect(throws: FunctionSignature.Malformed.self) { try FunctionSignature(text) }
    }
}
