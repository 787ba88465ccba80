import CLinux
import FoundationEssentials
import Glibc
import Synchronization

/// The images of a node: an OCI layout (blobs, index.json) with the unpacked layers beside it. Several processes may use
/// one store: changes hold its lock; readers need none, because the index is replaced in one step and blobs never change.
final class ImageStore: Sendable {
    let directory: String
    /// Folders of containers; each names its image's manifest in a file `image`.
    private let containers: String
    private let cache = Mutex<[String: StoredImage]>([:])

    var blobs: String { "\(directory)/blobs/sha256" }
    var snapshots: String { "\(directory)/snapshots" }
    var ingests: String { "\(directory)/ingest" }

    init(directory: String, containers: String) throws {
        self.directory = directory
        self.containers = containers
        for folder in [blobs, snapshots, ingests] { try Files.makeDirectory(folder, mode: 0o711) }
        let layout = "\(directory)/oci-layout"
        if !Files.exists(layout) { try Files.replace(layout, with: Array("{\"imageLayoutVersion\":\"1.0.0\"}".utf8)) }
    }

    /// Keeps images from being removed, or waits to be the only one who changes them.
    func lock(_ mode: FileLock.Mode) throws -> FileLock { try FileLock("\(directory)/lock", mode) }

    // MARK: - Reading

    func index() throws -> ImageIndex {
        let path = "\(directory)/index.json"
        guard Files.exists(path) else { return ImageIndex(mediaType: MediaType.index, manifests: []) }
        return try Documents.decode(ImageIndex.self, from: try Files.read(path), what: path)
    }

    func path(of digest: String) -> String { "\(blobs)/\(digest.dropFirst(7))" }

    /// All images, each with all its names, ordered by first tag, then id.
    func all() throws -> [NamedImage] {
        var images: [String: NamedImage] = [:]
        for entry in try index().manifests {
            guard let image = try? stored(entry.digest) else { continue }
            var named = images[entry.digest] ?? NamedImage(image: image, names: [])
            if let text = entry.annotations?[ContentDescriptor.referenceName], let name = try? ImageName(text) {
                named.names.append(name)
            }
            images[entry.digest] = named
        }
        return images.values.sorted { ($0.tags.first ?? "~", $0.image.id) < ($1.tags.first ?? "~", $1.image.id) }
    }

    /// The image that a name, a name with digest, or an id (whole, with or without `sha256:`) means; nil where there is none.
    func find(_ text: String) throws -> NamedImage? {
        let images = try all()
        let id = text.hasPrefix("sha256:") ? text : "sha256:" + text
        if Digest.isValid(id) { return images.first { $0.image.id == id || $0.image.manifestDigest == id } }
        let name = try ImageName(text)
        return images.first { image in
            if let digest = name.digest {
                return image.image.manifestDigest == digest && image.names.contains { $0.repository == name.repository }
            }
            return image.names.contains { $0.repository == name.repository && $0.tag == name.tag }
        }
    }

    /// The image of a manifest in the store.
    func stored(_ manifestDigest: String) throws -> StoredImage {
        if let known = cache.withLock({ $0[manifestDigest] }) {
            if Files.exists(path(of: manifestDigest)) { return known }
            cache.withLock { $0[manifestDigest] = nil }
        }
        let manifest = try Documents.decode(
            ImageManifest.self, from: try Files.read(path(of: manifestDigest)), what: "manifest \(manifestDigest)")
        let configuration = try Documents.decode(
            ImageConfiguration.self, from: try Files.read(path(of: manifest.config.digest)),
            what: "image configuration \(manifest.config.digest)")
        let image = StoredImage(manifestDigest: manifestDigest, manifest: manifest, configuration: configuration)
        cache.withLock { $0[manifestDigest] = image }
        return image
    }

    // MARK: - Snapshots

    /// Where a layer is unpacked. The name is short, because all of a container's go into one page of mount options.
    func snapshot(_ diffID: String) -> String { String(diffID.dropFirst(7).prefix(32)) }

    /// Unpacks the layers that are not yet; gives their folders' names, lowest layer first.
    func unpack(_ image: StoredImage, blob: (String) -> String, aside: String) throws -> [String] {
        guard image.manifest.layers.count == image.configuration.rootfs.diffIDs.count else {
            throw RuntimeError.invalid(
                "image \(image.id): rootfs.diff_ids: Invalid value: has \(image.configuration.rootfs.diffIDs.count) layers, the manifest \(image.manifest.layers.count)"
            )
        }
        var names: [String] = []
        var made: [(from: String, to: String)] = []
        for (layer, diffID) in zip(image.manifest.layers, image.configuration.rootfs.diffIDs) {
            guard Digest.isValid(diffID) else {
                throw RuntimeError.invalid("image \(image.id): rootfs.diff_ids: Invalid value: \"\(diffID)\"")
            }
            let name = snapshot(diffID)
            names.append(name)
            let target = "\(snapshots)/\(name)"
            if Files.exists(target) || made.contains(where: { $0.to == target }) { continue }
            let temporary = "\(aside)/snapshot-\(name)"
            try Files.removeTree(temporary)
            try Files.makeDirectory(temporary)
            var unpacker = try LayerUnpacker(into: temporary, name: "layer \(layer.digest)")
            let found = try unpacker.unpack(blob(layer.digest))
            guard found == diffID else {
                throw RuntimeError(
                    .dataLoss, "layer \(layer.digest): its content is \(found), the configuration says \(diffID)")
            }
            made.append((temporary, target))
        }
        if !made.isEmpty {
            // A snapshot that has its final name is complete, also after a power failure.
            let folder = try Descriptor(aside, O_RDONLY | O_DIRECTORY)
            try checkNegated("syncfs", aside) { clinux_sync_file_system(folder.number) }
            for (from, to) in made where rename(from, to) != 0 && errno != EEXIST && errno != ENOTEMPTY {
                throw SystemError("rename", to)
            }
        }
        return names
    }

    // MARK: - Changing

    /// Puts images into the index under the given names; a name that another image had is taken from it.
    func register(_ entries: [(digest: String, names: [ImageName])]) throws {
        var index = try index()
        for entry in entries {
            let manifest = try Files.read(path(of: entry.digest))
            let type = try stored(entry.digest).manifest.mediaType ?? MediaType.manifest
            func descriptor(_ name: ImageName?) -> ContentDescriptor {
                ContentDescriptor(
                    mediaType: type, digest: entry.digest, size: Int64(manifest.count),
                    annotations: name.map { [ContentDescriptor.referenceName: $0.description] })
            }
            let taken = Set(entry.names.map(\.description))
            index.manifests.removeAll { old in
                if let name = old.annotations?[ContentDescriptor.referenceName] { return taken.contains(name) }
                return old.digest == entry.digest
            }
            if entry.names.isEmpty {
                if !index.manifests.contains(where: { $0.digest == entry.digest }) {
                    index.manifests.append(descriptor(nil))
                }
            } else {
                index.manifests += entry.names.map { descriptor($0) }
            }
        }
        try write(index)
        try collectGarbage()
    }

    func write(_ index: ImageIndex) throws {
        var index = index
        index.mediaType = MediaType.index
        try Files.replace("\(directory)/index.json", with: try Documents.encode(index), durable: true)
    }

    /// Takes a reference away, and the image with its last one; an id takes all. Gives what is gone.
    func remove(_ text: String) throws -> [String] {
        let lock = try lock(.exclusive)
        defer { _ = lock }
        guard let found = try find(text) else { throw RuntimeError.notFound("image \"\(text)\" not found") }
        var index = try index()
        let name = text.contains(found.image.id.dropFirst(7)) ? nil : try ImageName(text)
        let gone = found.names.filter { $0 == name || name == nil || name?.digest != nil }
        let last = gone.count == found.names.count
        if last, let user = users()[found.image.manifestDigest] {
            throw RuntimeError(.failedPrecondition, "image \"\(text)\" is in use by container \(user)")
        }
        index.manifests.removeAll { entry in
            guard entry.digest == found.image.manifestDigest else { return false }
            guard let text = entry.annotations?[ContentDescriptor.referenceName] else { return last }
            return last || gone.contains { $0.description == text }
        }
        try write(index)
        try collectGarbage()
        return gone.map(\.description) + (last ? [found.image.id] : [])
    }

    /// Manifests that containers use, each with one of the containers.
    private func users() -> [String: String] {
        var users: [String: String] = [:]
        for id in Files.names(in: containers) {
            if let digest = try? Files.text("\(containers)/\(id)/image") { users[digest] = id }
        }
        return users
    }

    /// Deletes blobs and snapshots that neither the index nor a container needs. Only under the exclusive lock.
    private func collectGarbage() throws {
        Ingest.sweep(ingests)
        var neededBlobs: Set<String> = []
        var neededSnapshots: Set<String> = []
        for digest in Set(try index().manifests.map(\.digest)).union(users().keys) {
            neededBlobs.insert(String(digest.dropFirst(7)))
            guard let image = try? stored(digest) else { continue }
            for part in image.manifest.layers + [image.manifest.config] {
                neededBlobs.insert(String(part.digest.dropFirst(7)))
            }
            neededSnapshots.formUnion(image.configuration.rootfs.diffIDs.map(snapshot))
        }
        for name in Files.names(in: blobs) where !neededBlobs.contains(name) {
            unlink("\(blobs)/\(name)")
            cache.withLock { $0["sha256:" + name] = nil }
        }
        for name in Files.names(in: snapshots) where !neededSnapshots.contains(name) {
            try Files.removeTree("\(snapshots)/\(name)")
        }
    }
}

/// An image of the store by its manifest.
struct StoredImage: Sendable {
    let manifestDigest: String
    let manifest: ImageManifest
    let configuration: ImageConfiguration

    /// The configuration's digest, as everywhere.
    var id: String { manifest.config.digest }

    /// Bytes of configuration and layers as stored.
    var size: UInt64 { manifest.layers.reduce(UInt64(max(0, manifest.config.size))) { $0 + UInt64(max(0, $1.size)) } }
}

/// An image and the names it goes by.
struct NamedImage {
    let image: StoredImage
    var names: [ImageName]

    var tags: [String] { names.filter { $0.tag != nil }.map { "\($0.repository):\($0.tag ?? "")" }.sorted() }

    var digests: [String] { Set(names.map { "\($0.repository)@\(image.manifestDigest)" }).sorted() }
}
