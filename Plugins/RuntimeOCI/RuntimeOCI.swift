import ApusPluginKit
import FoundationEssentials
import Synchronization

/// The component: a thin face of `Runtime` and `ImageStore` towards the plugin interfaces.
///
/// The runtime starts with its first verb, so that a command line can use the image store of a data folder whose containers
/// another process runs.
final class RuntimeOCI: RuntimeComponent, ImageStoreComponent {
    static let name = "RuntimeOCI"

    private let configuration: Configuration
    private let images: ImageStore
    private let log: Log
    private let cancellation: Cancellation
    private let runtime = Mutex<Runtime?>(nil)

    init(host: Host, configuration: [UInt8]) throws {
        self.configuration = try reporting { try Configuration(configuration) }
        let layout = Layout(root: self.configuration.dataDir)
        images = try reporting { try ImageStore(directory: layout.images, containers: layout.containers) }
        cancellation = try reporting { try Cancellation() }
        log = Log { level, message in
            switch level {
            case .info: host.log(.info, message)
            case .warning: host.log(.warning, message)
            case .error: host.log(.error, message)
            }
        }
    }

    func close() {
        runtime.withLock {
            $0?.close()
            $0 = nil
        }
    }

    private func started() throws -> Runtime {
        try runtime.withLock { current in
            if let current { return current }
            let made = try Runtime(configuration, images: images, log: log)
            current = made
            return made
        }
    }

    // MARK: - Runtime

    func call(_ verb: String, request: [UInt8]) throws -> [UInt8] {
        try reporting {
            if ImageStore.verbs.contains(verb) { return try images.call(verb, request) }
            return try started().call(verb, request)
        }
    }

    func stream(_ verb: StreamVerb, request: [UInt8], descriptors: StreamDescriptors) throws -> [UInt8] {
        let ends = StreamEnds(
            stdin: descriptors.stdin, stdout: descriptors.stdout, stderr: descriptors.stderr, resize: descriptors.resize
        )
        return try reporting {
            try withoutBrokenPipeSignal {
                let runtime = try started()
                switch verb {
                case .exec:
                    let request = try Documents.decode(ExecRequest.self, from: request, what: verb.rawValue)
                    return try Documents.encode(runtime.exec(request, ends, cancelled: cancellation.descriptor))
                case .attach:
                    let request = try Documents.decode(ExecRequest.self, from: request, what: verb.rawValue)
                    return try Documents.encode(runtime.attach(request, ends, cancelled: cancellation.descriptor))
                case .portForward:
                    let request = try Documents.decode(PortForwardRequest.self, from: request, what: verb.rawValue)
                    return try Documents.encode(runtime.portForward(request, ends, cancelled: cancellation.descriptor))
                }
            }
        }
    }

    func events(_ deliver: (_ event: [UInt8]) -> Bool) throws {
        try reporting { try started() }.events.listen(deliver)
    }

    func cancel() {
        cancellation.set()
        runtime.withLock { $0?.events.cancel() }
    }

    // MARK: - Images

    func importArchive(path: String, options: [UInt8]) throws -> [UInt8] {
        try reporting {
            let options = try Documents.decode(ImportOptions.self, from: options, what: "options")
            return try Documents.encode(StoredImages(images.importArchive(path, name: options.name)))
        }
    }

    func pack(path: String, name: String, options: [UInt8]) throws -> [UInt8] {
        try reporting {
            let options = try Documents.decode(PackOptions.self, from: options, what: "options")
            return try Documents.encode(StoredImages(images.pack(path, name: name, defaults: options.config)))
        }
    }

    func list(options: [UInt8]) throws -> [UInt8] {
        try reporting { try Documents.encode(StoredImages(images.all())) }
    }

    func exportArchive(name: String, path: String, options: [UInt8]) throws -> [UInt8] {
        try reporting {
            let options = try Documents.decode(ExportOptions.self, from: options, what: "options")
            return try Documents.encode(StoredImages([images.export(name, to: path, format: options.format ?? "oci")]))
        }
    }

    func remove(name: String, options: [UInt8]) throws -> [UInt8] {
        try reporting { try Documents.encode(RemovedImages(removed: images.remove(name))) }
    }
}

/// Gives errors of the runtime the host's status.
private func reporting<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as RuntimeError {
        throw Failure(Failure.Status(rawValue: error.code.rawValue) ?? .unknown, error.message)
    } catch let error as SystemError {
        throw Failure(.unknown, error.description)
    }
}
