import ArgumentParser
import Glibc

/// What every command that acts on an installation takes.
struct InstallationOptions: ParsableArguments {
    @Option(help: "The folder that holds all that the installation owns.")
    var dataDir = "/var/lib/apus"

    @OptionGroup var plugins: PluginOptions

    var dataDirectory: DataDirectory { DataDirectory(dataDir) }
    var pluginDirectories: [String] { plugins.directories }
}

/// Where plugins are loaded from.
struct PluginOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder of plugins, one folder each; may be given more than once.",
            discussion: "Without it: `plugins` beside the folder of the apus binary."))
    var pluginDir: [String] = []

    var directories: [String] {
        if !pluginDir.isEmpty { return pluginDir }
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard length > 0 else { return [] }
        let executable = String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
        let folders = executable.split(separator: "/").dropLast(2)
        return ["/" + folders.joined(separator: "/") + "/plugins"]
    }
}
