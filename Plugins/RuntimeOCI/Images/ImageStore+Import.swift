import CLinux
import CArchive
import FoundationEssentials
import Glibc

/// Files of an archive or a folder by name, as import sees them.
private struct Contents {
    var files: [String: ContentDescriptor] = [:]
    /// Links inside a docker-archive point to layers that are there already.
    var links: [String: String] = [:]

    func file(_ name: String, from archive: String) throws -> ContentDescriptor {
        var name = name
        for _ in 0..<8 {
            if let file = files[name] { return file }
            guard let next = links[name] else { break }
            name = next
        }
        throw RuntimeError.invalid("\(archive): \(name): not in the archive")
    }
}

extension ImageStore {
    /// Takes in a docker-archive or an OCI layout, tar file or folder; gives the images. Bad archives change nothing.
    func importArchive(_ path: String, name fallback: String?) throws -> [NamedImage] {
        let fallbackName = try fallback.map { try ImageName($0) }
        guard Files.exists(path) else { throw RuntimeError.notFound("\(path): \(String(cString: strerror(ENOENT)))") }
        var ingest = try Ingest(below: ingests)
        let contents = try Files.isDirectory(path) ? readFolder(path, &ingest) : readTar(path, &ingest)
        var found: [(digest: String, names: [ImageName])]
        if contents.files["index.json"] != nil {
            found = try layoutImages(contents, path, &ingest)
        } else if contents.files["manifest.json"] != nil {
            found = try dockerImages(contents, path, &ingest)
        } else {
            throw RuntimeError.invalid(
                "\(path): neither a docker-archive (manifest.json) nor an OCI layout (index.json)")
        }
        guard !found.isEmpty else {
            throw RuntimeError.invalid("\(path): no image for \(Platform.current.os)/\(Platform.current.architecture)")
        }
        if let fallbackName, let index = found.firstIndex(where: { $0.names.isEmpty }) {
            found[index].names = [fallbackName]
        }
        return try commit(found, &ingest)
    }

    /// Unpacks and registers images whose blobs are in `ingest` or already in the store.
    func commit(_ images: [(digest: String, names: [ImageName])], _ ingest: inout Ingest) throws -> [NamedImage] {
        let lock = try lock(.exclusive)
        defer { _ = lock }
        let aside = ingest.directory
        for image in images {
            let manifest = try Documents.decode(
                ImageManifest.self, from: try Files.read(place(of: image.digest, ingest)),
                what: "manifest \(image.digest)")
            let configuration = try Documents.decode(
                ImageConfiguration.self, from: try Files.read(place(of: manifest.config.digest, ingest)),
                what: "image configuration \(manifest.config.digest)")
            var places: [String: String] = [:]
            for layer in manifest.layers { places[layer.digest] = place(of: layer.digest, ingest) }
            let stored = StoredImage(manifestDigest: image.digest, manifest: manifest, configuration: configuration)
            _ = try unpack(stored, blob: { places[$0] ?? path(of: $0) }, aside: aside)
        }
        try ingest.commit(into: blobs)
        try register(images)
        let digests = Set(images.map(\.digest))
        return try all().filter { digests.contains($0.image.manifestDigest) }
    }

    private func place(of digest: String, _ ingest: borrowing Ingest) -> String {
        ingest.has(digest) ? ingest.blob(digest) : path(of: digest)
    }

    // MARK: - Reading

    private func readTar(_ path: String, _ ingest: inout Ingest) throws -> Contents {
        let reader = try ArchiveReader(tarAt: path, name: path)
        var contents = Contents()
        while let entry = try reader.next() {
            guard let given = entry.path else { throw RuntimeError.invalid("\(path): an entry's name is not UTF-8") }
            let name = try Self.normalise(given, path)
            if let target = entry.hardlink {
                contents.links[name] = try Self.normalise(target, path)
            } else if entry.type == S_IFLNK {
                let folder = name.split(separator: "/").dropLast().joined(separator: "/")
                contents.links[name] = try Self.normalise(entry.symlink ?? "", path, from: folder)
            } else if entry.type == S_IFREG {
                contents.files[name] = try ingest.add(mediaType: "") { write in
                    try reader.forEachBlock { block, _ in try write(block) }
                }
            }
        }
        return contents
    }

    private func readFolder(_ path: String, _ ingest: inout Ingest) throws -> Contents {
        var contents = Contents()
        var pending = [""]
        while let folder = pending.popLast() {
            for entry in Files.names(in: "\(path)/\(folder)") {
                let name = folder.isEmpty ? entry : "\(folder)/\(entry)"
                var status = stat()
                guard lstat("\(path)/\(name)", &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    pending.append(name)
                } else if status.st_mode & S_IFMT == S_IFREG {
                    contents.files[name] = try ingest.add(fileAt: "\(path)/\(name)", mediaType: "")
                }
            }
        }
        return contents
    }

    /// A member's name without "." and ".."; one that leaves the archive is refused.
    private static func normalise(_ name: String, _ archive: String, from folder: String = "") throws -> String {
        var parts = name.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
        for part in name.split(separator: "/") where part != "." {
            if part == ".." {
                guard parts.popLast() != nil else {
                    throw RuntimeError.invalid("\(archive): entry \"\(name)\" leaves the archive")
                }
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    // MARK: - OCI layout

    private func layoutImages(
        _ contents: Contents, _ path: String, _ ingest: inout Ingest
    ) throws -> [(digest: String, names: [ImageName])] {
        let top = try contents.file("index.json", from: path)
        let index = try Documents.decode(
            ImageIndex.self, from: try Files.read(ingest.blob(top.digest)), what: "\(path): index.json")
        var images: [(digest: String, names: [ImageName])] = []
        for entry in index.manifests {
            guard let digest = try layoutManifest(entry, contents, path, &ingest) else { continue }
            let texts = [
                entry.annotations?["io.containerd.image.name"], entry.annotations?[ContentDescriptor.referenceName],
            ]
            let text = texts.compactMap { $0 }.first
            // A bare tag names no repository.
            let names = try text.flatMap { $0.contains("/") || $0.contains(":") ? [try ImageName($0)] : nil } ?? []
            images.append((digest, names))
        }
        return images
    }

    /// The manifest for this machine that a descriptor leads to, all its blobs verified; nil where there is none.
    private func layoutManifest(
        _ descriptor: ContentDescriptor, _ contents: Contents, _ path: String, _ ingest: inout Ingest
    ) throws -> String? {
        try verify(descriptor, contents, path)
        let bytes = try Files.read(ingest.blob(descriptor.digest))
        if MediaType.isIndex(descriptor.mediaType) {
            let index = try Documents.decode(ImageIndex.self, from: bytes, what: "\(path): \(descriptor.digest)")
            let here = Platform.current
            let fitting = index.manifests.first { entry in
                guard let platform = entry.platform else { return index.manifests.count == 1 }
                return platform.os == here.os && platform.architecture == here.architecture
            }
            return try fitting.flatMap { try layoutManifest($0, contents, path, &ingest) }
        }
        guard MediaType.isManifest(descriptor.mediaType) else { return nil }
        let manifest = try Documents.decode(ImageManifest.self, from: bytes, what: "\(path): \(descriptor.digest)")
        for part in manifest.layers + [manifest.config] { try verify(part, contents, path) }
        return descriptor.digest
    }

    private func verify(_ descriptor: ContentDescriptor, _ contents: Contents, _ path: String) throws {
        guard Digest.isValid(descriptor.digest) else {
            throw RuntimeError.invalid("\(path): digest: Invalid value: \"\(descriptor.digest)\"")
        }
        let member = "blobs/sha256/\(descriptor.digest.dropFirst(7))"
        let found = try contents.file(member, from: path)
        guard found.digest == descriptor.digest else {
            throw RuntimeError(.dataLoss, "\(path): \(member): its content is \(found.digest)")
        }
    }

    // MARK: - docker-archive

    private func dockerImages(
        _ contents: Contents, _ path: String, _ ingest: inout Ingest
    ) throws -> [(digest: String, names: [ImageName])] {
        let top = try contents.file("manifest.json", from: path)
        let list = try Documents.decode(
            [DockerArchiveImage].self, from: try Files.read(ingest.blob(top.digest)), what: "\(path): manifest.json")
        var images: [(digest: String, names: [ImageName])] = []
        for image in list {
            var configuration = try contents.file(Self.normalise(image.config, path), from: path)
            configuration.mediaType = MediaType.configuration
            var layers: [ContentDescriptor] = []
            for layer in image.layers {
                var descriptor = try contents.file(Self.normalise(layer, path), from: path)
                descriptor.mediaType = MediaType.layer + (try Self.compression(of: ingest.blob(descriptor.digest)))
                layers.append(descriptor)
            }
            let manifest = ImageManifest(mediaType: MediaType.manifest, config: configuration, layers: layers)
            let stored = try ingest.add(try Documents.encode(manifest), mediaType: MediaType.manifest)
            images.append((stored.digest, try (image.repoTags ?? []).map { try ImageName($0) }))
        }
        return images
    }

    /// The media type's suffix for a layer's compression, by the first bytes.
    private static func compression(of path: String) throws -> String {
        let file = try Descriptor(path, O_RDONLY)
        let start = try readAll(file.number, limit: 1).prefix(4)
        if start.starts(with: [0x1f, 0x8b]) { return "+gzip" }
        return start.elementsEqual([0x28, 0xb5, 0x2f, 0xfd]) ? "+zstd" : ""
    }
}
