import ApusPluginHost
import CApusPlugin
import FoundationEssentials
import Glibc
import Logging
import Testing

/// A folder with a plugin that is compiled for one test; removed with this object.
final class TemporaryPlugin: Sendable {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let include = "\(root)/Sources/CApusPlugin/include"

    let path: String

    /// Writes `manifest` to `plugin.json` and compiles `source` to `libtest.so`; either may be left out.
    init(manifest: String? = nil, source: String? = nil) throws {
        let template = FileManager.default.temporaryDirectory.appending(path: "apus-plugin-XXXXXX").path
        var name = Array(template.utf8CString)
        try #require(mkdtemp(&name) != nil)
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if let manifest { try write(manifest, to: "plugin.json") }
        if let source {
            try write(source, to: "test.c")
            let output = run(
                "cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-I", Self.include, "-o",
                "\(path)/libtest.so", "\(path)/test.c")
            try #require(output.status == 0, "\(output.text)")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }

    /// A host that loads from this folder alone.
    func host(
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), clock: HostClock = .system
    ) -> PluginHost {
        PluginHost(directories: PluginDirectories([path]), logger: logger, clock: clock)
    }
}

/// Runs a program of the machine and gives its status and all that it prints.
func run(_ arguments: String...) -> (status: Int32, text: String) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, "pipe failed") }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { argv.forEach { free($0) } }
    var child = pid_t()
    let spawned = posix_spawnp(&child, arguments[0], &actions, nil, &argv, environ)
    close(ends[1])
    guard spawned == 0 else { return (-1, "\(arguments[0]): \(String(cString: strerror(spawned)))") }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = read(ends[0], &buffer, buffer.count)
        if count <= 0 { break }
        text += buffer[..<count]
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return (status & 0x7f == 0 ? (status >> 8) & 0xff : -1, String(decoding: text, as: UTF8.self))
}

/// C for a plugin with one filter, with parts to replace.
struct PluginSource {
    var size = "sizeof(apus_plugin)"
    var major = "APUS_ABI_MAJOR"
    var minor = "0"
    var id = "test"
    var version = "1.0.0"
    var interface = "interface"
    var create = "create"
    var destroy = "destroy"
    var returned = "&plugin"
    var tableSize = "sizeof(apus_scheduler_filter_draft)"
    var filter = "filter"
    var offered = "&table"
    var createBody = "*instance = (apus_instance *)&plugin; return APUS_OK;"
    var extra = ""

    var text: String {
        """
        #include "apus_plugin_draft.h"
        #include <stdlib.h>
        \(extra)
        __attribute__((unused)) static int32_t filter(apus_instance *i, const apus_filter_call_draft *c) {
            (void)i; (void)c; return APUS_SCHEDULE_SUCCESS;
        }
        __attribute__((unused)) static const apus_scheduler_filter_draft table = {
            .size = \(tableSize), .filter = \(filter) };
        __attribute__((unused)) static const void *interface(apus_str component, apus_str id) {
            (void)component;
            return apus_str_equal(id, apus_str_of(APUS_SCHEDULER_FILTER_DRAFT_1)) ? \(offered) : NULL;
        }
        static const apus_plugin plugin;
        __attribute__((unused)) static apus_status create(
            const apus_host *host, apus_str component, apus_str configuration, apus_instance **instance,
            const apus_error *error) {
            (void)host; (void)component; (void)configuration; (void)instance; (void)error;
            \(createBody)
        }
        __attribute__((unused)) static void destroy(apus_instance *instance) { (void)instance; }
        static const apus_plugin plugin = {
            .size = \(size), .abi_major = \(major), .abi_minor = \(minor), .id = APUS_STR_INIT("\(id)"),
            .version = APUS_STR_INIT("\(version)"), .interface = \(interface), .create = \(create),
            .destroy = \(destroy) };
        const apus_plugin *apus_plugin_main_v1(void) { (void)plugin; return \(returned); }
        """
    }

    static let manifest = """
        {"id": "test", "version": "1.0.0", "abi": "1.0", "library": "libtest.so",
         "interfaces": ["apus.scheduler.filter/draft-1"]}
        """
}
