public import CApusPlugin
import Synchronization

/// What a Swift plugin consists of. Its whole entry is:
///
///     let library = PluginLibrary(id: "example", version: "1.0.0", components: [MyFilter.self])
///
///     @_cdecl("apus_plugin_main_v1")
///     public func main() -> UnsafePointer<apus_plugin> { library.descriptor }
///
/// One library holds one plugin: the ABI's entry points have no context, so that the last one made is the one served.
public final class PluginLibrary: Sendable {
    let components: [String: any Component.Type]
    private let tables: InterfaceTables
    private let memory: DescriptorMemory

    /// The library that the entry points serve. It is set once, while the host's handshake runs on the control thread.
    static let served = Mutex<PluginLibrary?>(nil)

    /// `id` and `version` are those of `plugin.json`; so are the names of the components.
    public init(id: String, version: String, components: [any Component.Type]) {
        self.components = Dictionary(components.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        tables = InterfaceTables()
        memory = DescriptorMemory(id: id, version: version)
        PluginLibrary.served.withLock { $0 = self }
    }

    /// What `apus_plugin_main_v1` returns; valid as long as the library object, which is to be a global constant.
    public var descriptor: UnsafePointer<apus_plugin> { memory.descriptor }

    func interface(of component: String, id: String) -> UnsafeRawPointer? {
        components[component].flatMap { tables.table(id, for: $0) }
    }
}

/// The memory of an `apus_plugin` and its strings.
private final class DescriptorMemory: @unchecked Sendable {  // written only in `init`
    let descriptor: UnsafePointer<apus_plugin>
    private let strings: [UnsafeMutableBufferPointer<CChar>]

    init(id: String, version: String) {
        strings = [id, version].map { string in
            let bytes = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(string.utf8.count, 1))
            _ = bytes.update(fromContentsOf: string.utf8.map { CChar(bitPattern: $0) })
            return bytes
        }
        let target = UnsafeMutablePointer<apus_plugin>.allocate(capacity: 1)
        target.initialize(
            to: apus_plugin(
                size: UInt32(MemoryLayout<apus_plugin>.size), abi_major: UInt16(APUS_ABI_MAJOR),
                abi_minor: UInt16(APUS_ABI_MINOR),
                id: apus_str(ptr: strings[0].baseAddress, len: id.utf8.count),
                version: apus_str(ptr: strings[1].baseAddress, len: version.utf8.count),
                interface: { component, id in
                    PluginLibrary.served.withLock { $0 }?.interface(of: String(component), id: String(id))
                },
                create: createInstance, destroy: destroyInstance))
        descriptor = UnsafePointer(target)
    }

    deinit {
        descriptor.deallocate()
        strings.forEach { $0.deallocate() }
    }
}

private func createInstance(
    host: UnsafePointer<apus_host>?, component: apus_str, configuration: apus_str,
    result: UnsafeMutablePointer<OpaquePointer?>?, error: UnsafePointer<apus_error>?
) -> apus_status {
    reporting(to: error) {
        let name = String(component)
        guard let type = PluginLibrary.served.withLock({ $0 })?.components[name] else {
            throw Failure(.notFound, "component \"\(name)\" not found")
        }
        guard let host, let result else { throw Failure(.invalidArgument, "the host passed a null pointer") }
        let services = Host(host)
        let instance = Instance(try type.init(host: services, configuration: [UInt8](configuration)), host: services)
        result.pointee = OpaquePointer(Unmanaged.passRetained(instance).toOpaque())
    }
}

private func destroyInstance(_ pointer: OpaquePointer?) {
    guard let pointer else { return }
    let instance = Unmanaged<Instance>.fromOpaque(UnsafeRawPointer(pointer))
    instance.takeUnretainedValue().component.close()
    instance.release()
}
