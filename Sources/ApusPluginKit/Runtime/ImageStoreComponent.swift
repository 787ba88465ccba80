import CApusPlugin

/// The images of a node (`apus.image-store/1` of `apus_plugin_draft.h`, which says what the JSON documents hold).
///
/// Calls come on any thread, any number at a time, and may block; another process may use the same store.
public protocol ImageStoreComponent: Component {
    /// Takes in a docker-archive or OCI layout, a tar file or a folder.
    func importArchive(path: String, options: [UInt8]) throws -> [UInt8]
    /// Makes a one-layer image out of a root file system folder.
    func pack(path: String, name: String, options: [UInt8]) throws -> [UInt8]
    /// All images.
    func list(options: [UInt8]) throws -> [UInt8]
    /// Writes an image to a tar file.
    func exportArchive(name: String, path: String, options: [UInt8]) throws -> [UInt8]
    /// Takes a reference away, and the image with its last one.
    func remove(name: String, options: [UInt8]) throws -> [UInt8]
}

private func store(_ pointer: OpaquePointer?) throws -> any ImageStoreComponent {
    guard let store = Instance.at(pointer)?.imageStore else { throw Failure(.unimplemented, "no image store") }
    return store
}

let imageStoreTable = apus_image_store(
    size: UInt32(MemoryLayout<apus_image_store>.size), reserved: 0,
    import_archive: { pointer, path, options, result, error in
        reporting(to: error) {
            try deliver(store(pointer).importArchive(path: String(path), options: [UInt8](options)), to: result)
        }
    },
    pack: { pointer, path, name, options, result, error in
        reporting(to: error) {
            let answer = try store(pointer).pack(path: String(path), name: String(name), options: [UInt8](options))
            try deliver(answer, to: result)
        }
    },
    list: { pointer, options, result, error in
        reporting(to: error) { try deliver(store(pointer).list(options: [UInt8](options)), to: result) }
    },
    export_archive: { pointer, name, path, options, result, error in
        reporting(to: error) {
            let answer = try store(pointer)
                .exportArchive(name: String(name), path: String(path), options: [UInt8](options))
            try deliver(answer, to: result)
        }
    },
    remove: { pointer, name, options, result, error in
        reporting(to: error) {
            try deliver(store(pointer).remove(name: String(name), options: [UInt8](options)), to: result)
        }
    })
