import CApusPlugin

/// An image store behind `apus.image-store/1`; `apus_plugin_draft.h` says what the JSON documents hold.
public final class ImageStore: Sendable {
    public let instance: PluginInstance
    private let calls: DocumentCalls
    private let table: StoreTable

    private struct StoreTable: @unchecked Sendable {  // a vtable never changes
        let pointer: UnsafePointer<apus_image_store>
    }

    public init(_ instance: PluginInstance, threads: HostThreads) throws(PluginError) {
        self.instance = instance
        calls = DocumentCalls(instance: instance, threads: threads)
        table = StoreTable(pointer: try instance.requiredTable(.imageStore))
    }

    /// Takes in a docker-archive or OCI layout: a tar file or a folder.
    public func importArchive(path: String, options: [UInt8]) async throws(PluginError) -> [UInt8] {
        try await calls.document("import") { [table] instance, sink, error in
            path.withPluginString { path in
                options.withPluginString { options in
                    table.pointer.pointee.import_archive?(instance, path, options, sink, error) ?? APUS_UNIMPLEMENTED
                }
            }
        }
    }

    /// Makes a one-layer image out of a root file system folder.
    public func pack(path: String, name: String, options: [UInt8]) async throws(PluginError) -> [UInt8] {
        try await calls.document("pack") { [table] instance, sink, error in
            path.withPluginString { path in
                name.withPluginString { name in
                    options.withPluginString { options in
                        table.pointer.pointee.pack?(instance, path, name, options, sink, error) ?? APUS_UNIMPLEMENTED
                    }
                }
            }
        }
    }

    /// All images.
    public func list(options: [UInt8]) async throws(PluginError) -> [UInt8] {
        try await calls.document("list") { [table] instance, sink, error in
            options.withPluginString { options in
                table.pointer.pointee.list?(instance, options, sink, error) ?? APUS_UNIMPLEMENTED
            }
        }
    }

    /// Writes an image to a tar file.
    public func exportArchive(name: String, path: String, options: [UInt8]) async throws(PluginError) -> [UInt8] {
        try await calls.document("export") { [table] instance, sink, error in
            name.withPluginString { name in
                path.withPluginString { path in
                    options.withPluginString { options in
                        table.pointer.pointee.export_archive?(instance, name, path, options, sink, error)
                            ?? APUS_UNIMPLEMENTED
                    }
                }
            }
        }
    }

    /// Takes a reference away, and the image with its last one.
    public func remove(name: String, options: [UInt8]) async throws(PluginError) -> [UInt8] {
        try await calls.document("remove") { [table] instance, sink, error in
            name.withPluginString { name in
                options.withPluginString { options in
                    table.pointer.pointee.remove?(instance, name, options, sink, error) ?? APUS_UNIMPLEMENTED
                }
            }
        }
    }
}
