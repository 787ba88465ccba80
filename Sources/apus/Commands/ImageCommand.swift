import ApusJSON
import ApusPluginHost
import ArgumentParser
import Glibc
import Logging

struct ImageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Images of the node of an installation, whether it runs or not.",
        subcommands: [Import.self, Pack.self, List.self, Export.self, Remove.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Take in a docker-archive or an OCI layout.",
            discussion: "A tar file (plain, gzip or zstd), as `docker save` and `skopeo copy` write it, or a folder.")

        @OptionGroup var installation: InstallationOptions
        @Argument(help: "The archive.") var archive: String
        @Option(help: "The name of an image that has none in the archive.") var name: String?

        func run() async throws {
            try await NodeImages.use(installation) { store in
                let options: JSONValue = name.map { ["name": .string($0)] } ?? [:]
                let result = try await store.importArchive(path: absolute(archive), options: options.utf8)
                for image in try images(result) { Output.line("imported \(image.name)") }
            }
        }
    }

    struct Pack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pack", abstract: "Make an image out of a root file system folder.")

        @OptionGroup var installation: InstallationOptions
        @Argument(help: "The folder that becomes the root of the containers.") var folder: String
        @Argument(help: "The image's name, as example.test/tool:1.0.") var name: String
        @Option(help: "A variable of the environment, as NAME=VALUE; may be given more than once.") var env: [String] =
            []
        @Option(help: "The program that containers run when they name none, split at spaces.") var command: String?

        func run() async throws {
            try await NodeImages.use(installation) { store in
                var config: JSONValue = [:]
                if !env.isEmpty { config["Env"] = .array(env.map { .string($0) }) }
                if let command { config["Cmd"] = .array(command.split(separator: " ").map { .string(String($0)) }) }
                let result = try await store.pack(
                    path: absolute(folder), name: name, options: (["config": config] as JSONValue).utf8)
                for image in try images(result) { Output.line("packed \(image.name) (\(image.megabytes))") }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the images.")

        @OptionGroup var installation: InstallationOptions
        @Option(name: .shortAndLong, help: "json, yaml or wide; a table without it.") var output: ListFormat = .table

        func run() async throws {
            try await NodeImages.use(installation) { store in
                let result = try await store.list(options: Array("{}".utf8))
                let table = try images(result)
                try output.write(
                    JSONValue(parsing: Bytes(result))["images"], columns: ["NAME", "ID", "SIZE", "CREATED"],
                    wideFrom: 3,
                    rows: table.map {
                        [$0.name, String($0.id.dropFirst("sha256:".count).prefix(12)), $0.megabytes, $0.created]
                    })
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write an image to a tar file.")

        @OptionGroup var installation: InstallationOptions
        @Argument(help: "The image.") var name: String
        @Argument(help: "The file to write.") var file: String
        @Option(help: "oci or docker-archive.") var format = "oci"

        func run() async throws {
            try await NodeImages.use(installation) { store in
                let options: JSONValue = ["format": .string(format)]
                _ = try await store.exportArchive(name: name, path: absolute(file), options: options.utf8)
                Output.line("exported \(name) to \(file)")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Take a name away, and the image with its last name.")

        @OptionGroup var installation: InstallationOptions
        @Argument(help: "The image.") var name: String

        func run() async throws {
            try await NodeImages.use(installation) { store in
                let result = try await store.remove(name: name, options: Array("{}".utf8))
                for gone in try JSONValue(parsing: Bytes(result))["removed"].elements {
                    Output.line("removed \(gone.string ?? "")")
                }
            }
        }
    }
}

/// The image store of an installation's node.
enum NodeImages {
    /// Calls `body` with the store; the runtime plugin locks it against a kubelet that runs.
    static func use(_ options: InstallationOptions, _ body: (ImageStore) async throws -> Void) async throws {
        let data = options.dataDirectory
        try data.prepare()
        var logger = Logger(label: "apus")
        logger.logLevel = .warning
        let host = PluginHost(directories: PluginDirectories(options.pluginDirectories), logger: logger)
        do {
            let instance = try await NodeRuntime.instance(host: host, data: data)
            let store = try ImageStore(instance, threads: HostThreads(maximum: 1))
            do {
                try await body(store)
            } catch {
                await instance.destroy()
                throw error
            }
            await instance.destroy()
        } catch let error as PluginError {
            throw Failure(error.message)
        }
    }
}

private struct ImageRow {
    var name: String
    var id: String
    var bytes: Int64
    var created: String

    var megabytes: String { "\((Double(bytes) / 100_000).rounded() / 10) MB" }
}

private func images(_ result: [UInt8]) throws -> [ImageRow] {
    try JSONValue(parsing: Bytes(result))["images"].elements.flatMap { image in
        let names = image["repoTags"].elements.compactMap(\.string)
        let size = image["size"].int ?? image["size"].string.flatMap { Int64($0) } ?? 0
        return (names.isEmpty ? ["<none>"] : names).map {
            ImageRow(name: $0, id: image["id"].string ?? "", bytes: size, created: image["created"].string ?? "")
        }
    }
}

private func absolute(_ path: String) -> String { DataDirectory(path).path }

extension JSONValue {
    /// The compact encoding.
    fileprivate var utf8: [UInt8] { encoded().withUnsafeBytes { Array($0) } }
}
