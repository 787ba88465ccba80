import ApusPluginHost
import Testing

@Suite struct LoadingTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var name: String
        var manifest = PluginSource.manifest
        var source: PluginSource? = PluginSource()
        var code: PluginError.Code
        var message: String
        var testDescription: String { name }
    }

    static let refusals: [Refusal] = [
        Refusal(name: "no library", source: nil, code: .library, message: "libtest.so is not there"),
        Refusal(
            name: "no symbol", source: PluginSource(extra: "#define apus_plugin_main_v1 other"), code: .library,
            message: "does not export apus_plugin_main_v1"),
        Refusal(
            name: "undefined function",
            source: PluginSource(createBody: "extern int nowhere(void); return nowhere();"), code: .library,
            message: "undefined symbol: nowhere"),
        Refusal(
            name: "no description", source: PluginSource(returned: "NULL"), code: .handshake,
            message: "apus_plugin_main_v1 returned no description"),
        Refusal(
            name: "short description", source: PluginSource(size: "16"), code: .handshake,
            message: "the description has 16 bytes, not 64"),
        Refusal(
            name: "other major", source: PluginSource(major: "2"), code: .handshake,
            message: "needs ABI 2.0; this host has 1.0"),
        Refusal(
            name: "newer minor", source: PluginSource(minor: "7"), code: .handshake,
            message: "needs ABI 1.7; this host has 1.0"),
        Refusal(
            name: "other id", source: PluginSource(id: "tset"), code: .handshake,
            message: #"plugin.json says id "test", the library says "tset""#),
        Refusal(
            name: "other version", source: PluginSource(version: "2"), code: .handshake,
            message: #"plugin.json says version "1.0.0", the library says "2""#),
        Refusal(
            name: "no create", source: PluginSource(create: "NULL"), code: .handshake,
            message: "function create is missing"),
        Refusal(
            name: "no destroy", source: PluginSource(destroy: "NULL"), code: .handshake,
            message: "function destroy is missing"),
        Refusal(
            name: "no interface", source: PluginSource(interface: "NULL"), code: .handshake,
            message: "function interface is missing"),
        Refusal(
            name: "interface not offered", source: PluginSource(offered: "NULL"), code: .interface,
            message: "interface apus.scheduler.filter/draft-1: claimed by plugin.json, not offered"),
        Refusal(
            name: "missing function", source: PluginSource(filter: "NULL"), code: .interface,
            message: "plugin test/test: interface apus.scheduler.filter/draft-1: function filter is missing"),
        Refusal(
            name: "short vtable", source: PluginSource(tableSize: "8"), code: .interface,
            message: "interface apus.scheduler.filter/draft-1: the vtable has 8 bytes, not 16"),
    ]

    @Test(arguments: refusals)
    func `a broken plugin is refused with its name and the reason`(refusal: Refusal) async throws {
        let plugin = try TemporaryPlugin(manifest: refusal.manifest, source: refusal.source?.text)
        let error = await #expect(throws: PluginError.self) { try await plugin.host().plugin("test") }
        #expect(error?.code == refusal.code)
        #expect(error?.description.hasPrefix("plugin test") == true)
        #expect(error?.description.contains(refusal.message) == true, "\(error?.description ?? "")")
    }

    @Test func `a file that is no library is refused`() async throws {
        let plugin = try TemporaryPlugin(manifest: PluginSource.manifest)
        try plugin.write("not ELF", to: "libtest.so")
        let error = await #expect(throws: PluginError.self) { try await plugin.host().plugin("test") }
        #expect(error?.code == .library)
    }

    @Test func `a plugin that no folder holds is not found`() async throws {
        let plugin = try TemporaryPlugin(manifest: PluginSource.manifest)
        let error = await #expect(throws: PluginError.self) { try await plugin.host().plugin("other") }
        #expect(error?.description == "plugin other: not found in \(plugin.path)")
    }

    @Test func `what a plugin offers beyond this host's knowledge is read over`() async throws {
        let plugin = try TemporaryPlugin(
            manifest: PluginSource.manifest.replacing("[\"", with: "[\"apus.from-the-future/3\", \""),
            source: PluginSource().text)
        let loaded = try await plugin.host().plugin("test")
        #expect(loaded.interfaces(of: "test") == ["apus.scheduler.filter/draft-1"])
    }

    @Test func `a plugin is loaded once, and its components make instances`() async throws {
        let plugin = try TemporaryPlugin(manifest: PluginSource.manifest, source: PluginSource().text)
        let host = plugin.host()
        let first = try await host.plugin("test")
        #expect(try await host.plugin("test") === first)
        let instance = try await first.makeInstance(of: "test")
        #expect(instance.table(.filter) != nil)
        #expect(instance.table(.score) == nil)
        await instance.destroy()
    }

    @Test(arguments: [
        (#"return apus_fail(error, APUS_NOT_FOUND, "the disk is missing");"#, "create: the disk is missing", Int32(5)),
        ("return APUS_INTERNAL;", "create: failed with status 13 and no message", 13),
        ("return APUS_OK;", "create: gave APUS_OK and no instance", 13),
    ])
    func `a component that cannot be made says why`(body: String, message: String, status: Int32) async throws {
        let plugin = try TemporaryPlugin(manifest: PluginSource.manifest, source: PluginSource(createBody: body).text)
        let loaded = try await plugin.host().plugin("test")
        let error = await #expect(throws: PluginError.self) { try await loaded.makeInstance(of: "test") }
        #expect(error?.description == "plugin test/test: \(message)")
        #expect(error?.status == status)
    }

    @Test func `a configuration that breaks the schema does not reach the plugin`() async throws {
        let manifest = PluginSource.manifest.dropLast() + #", "configuration": {"additionalProperties": false}}"#
        let plugin = try TemporaryPlugin(manifest: String(manifest), source: PluginSource(createBody: "abort();").text)
        let loaded = try await plugin.host().plugin("test")
        let error = await #expect(throws: PluginError.self) {
            try await loaded.makeInstance(of: "test", configuration: .object(["a": .null]))
        }
        #expect(error?.description == "plugin test/test: configuration.a: Forbidden: unknown field")
    }
}
