import CArchive
import CLinux
import FoundationEssentials
import Glibc

extension ImageStore {
    /// Makes a one-layer image out of a root file system folder. Times are left out, so that equal folders give equal ids.
    func pack(_ path: String, name: String, defaults: ImageConfiguration.Defaults?) throws -> [NamedImage] {
        let name = try ImageName(name)
        guard Files.isDirectory(path) else {
            throw RuntimeError.invalid("\(path): \(String(cString: strerror(ENOTDIR)))")
        }
        var ingest = try Ingest(below: ingests)
        let layer = try ingest.add(mediaType: MediaType.layer) { write in
            try withoutActuallyEscaping(write) { write in
                let writer = try ArchiveWriter(write)
                var packer = FolderPacker(root: path, writer: writer)
                try packer.add("")
                try writer.finish()
            }
        }
        let configuration = ImageConfiguration(
            created: "1970-01-01T00:00:00Z", architecture: Platform.current.architecture, os: Platform.current.os,
            config: defaults, rootfs: .init(type: "layers", diffIDs: [layer.digest]),
            history: [.init(created: "1970-01-01T00:00:00Z", createdBy: "apus image pack")])
        let stored = try ingest.add(try Documents.encode(configuration), mediaType: MediaType.configuration)
        let manifest = ImageManifest(mediaType: MediaType.manifest, config: stored, layers: [layer])
        let top = try ingest.add(try Documents.encode(manifest), mediaType: MediaType.manifest)
        return try commit([(top.digest, [name])], &ingest)
    }

    /// Writes an image to a tar file, which appears whole or not at all.
    func export(_ text: String, to path: String, format: String) throws -> NamedImage {
        // Removal waits until the blobs are copied.
        let lock = try lock(.shared)
        defer { _ = lock }
        guard let image = try find(text) else { throw RuntimeError.notFound("image \"\(text)\" not found") }
        let temporary = "\(path).\(UInt32.random(in: 0 ... .max)).tmp"
        do {
            let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL)
            let number = file.number
            let writer = try ArchiveWriter { try writeAll(number, $0) }
            switch format {
            case "oci": try writeLayout(image, writer)
            case "docker-archive": try writeDockerArchive(image, writer)
            default:
                throw RuntimeError.invalid(
                    "format: Unsupported value: \"\(format)\": supported values: \"docker-archive\", \"oci\"")
            }
            try writer.finish()
            try check("rename", path) { rename(temporary, path) }
        } catch {
            unlink(temporary)
            throw error
        }
        return image
    }

    private func writeLayout(_ image: NamedImage, _ writer: ArchiveWriter) throws {
        let digest = image.image.manifestDigest
        let size = Int64(try Files.read(path(of: digest)).count)
        let names: [ImageName?] = image.names.isEmpty ? [nil] : image.names
        let entries = names.map { name in
            ContentDescriptor(
                mediaType: image.image.manifest.mediaType ?? MediaType.manifest, digest: digest, size: size,
                annotations: name.map { [ContentDescriptor.referenceName: $0.description] })
        }
        try writer.add("oci-layout", Array("{\"imageLayoutVersion\":\"1.0.0\"}".utf8))
        try writer.add("index.json", try Documents.encode(ImageIndex(mediaType: MediaType.index, manifests: entries)))
        let parts = [image.image.manifest.config] + image.image.manifest.layers
        for digest in [digest] + uniqued(parts.map(\.digest)) {
            try writer.add("blobs/sha256/\(digest.dropFirst(7))", fileAt: path(of: digest))
        }
    }

    private func writeDockerArchive(_ image: NamedImage, _ writer: ArchiveWriter) throws {
        let manifest = image.image.manifest
        let configuration = "\(manifest.config.digest.dropFirst(7)).json"
        let layers = manifest.layers.map { "\($0.digest.dropFirst(7))/layer.tar" }
        try writer.add(configuration, fileAt: path(of: manifest.config.digest))
        for layer in uniqued(manifest.layers.map(\.digest)) {
            try writer.add("\(layer.dropFirst(7))/layer.tar", fileAt: path(of: layer))
        }
        let tags = image.tags.map { $0.hasPrefix("docker.io/library/") ? String($0.dropFirst(18)) : $0 }
        let list = [DockerArchiveImage(config: configuration, repoTags: tags, layers: layers)]
        try writer.add("manifest.json", try Documents.encode(list))
    }

    private func uniqued(_ digests: [String]) -> [String] {
        var seen: Set<String> = []
        return digests.filter { seen.insert($0).inserted }
    }
}

/// Writes a folder's tree as a layer: names sorted, no times, links between names of one file kept.
private struct FolderPacker {
    let root: String
    let writer: ArchiveWriter
    var seen: [String: String] = [:]

    mutating func add(_ name: String) throws {
        let path = name.isEmpty ? root : "\(root)/\(name)"
        var status = stat()
        // The folder itself may be given through a link.
        try check("stat", path) { name.isEmpty ? stat(path, &status) : lstat(path, &status) }
        let type = status.st_mode & S_IFMT
        if type == S_IFSOCK { return }
        var earlier: String?
        if type != S_IFDIR && status.st_nlink > 1 {
            let key = "\(status.st_dev):\(status.st_ino)"
            earlier = seen[key]
            seen[key] = earlier ?? name
        }
        try writer.begin(name.isEmpty ? "./" : name) { entry in
            archive_entry_set_perm(entry, status.st_mode & 0o7777)
            archive_entry_set_uid(entry, Int64(status.st_uid))
            archive_entry_set_gid(entry, Int64(status.st_gid))
            archive_entry_set_mtime(entry, 0, 0)
            archive_entry_set_filetype(entry, UInt32(type))
            archive_entry_set_size(entry, 0)
            if let earlier {
                archive_entry_set_hardlink(entry, earlier)
            } else if type == S_IFREG {
                archive_entry_set_size(entry, Int64(status.st_size))
                addCapabilities(of: path, to: entry)
            } else if type == S_IFLNK {
                var target = [CChar](repeating: 0, count: 4097)
                try check("readlink", path) { readlink(path, &target, 4096) }
                target.withUnsafeBufferPointer { archive_entry_set_symlink(entry, $0.baseAddress) }
            } else if type == S_IFCHR || type == S_IFBLK {
                archive_entry_set_rdev(entry, status.st_rdev)
            }
        }
        if earlier == nil && type == S_IFREG && status.st_size > 0 { try writer.copyData(of: path) }
        if type == S_IFDIR {
            for child in Files.names(in: path) { try add(name.isEmpty ? child : "\(name)/\(child)") }
        }
    }

    /// File capabilities are the one attribute that changes what a program may do.
    private func addCapabilities(of path: String, to entry: OpaquePointer) {
        var value = [UInt8](repeating: 0, count: 64)
        let count = lgetxattr(path, "security.capability", &value, value.count)
        if count > 0 { archive_entry_xattr_add_entry(entry, "security.capability", value, count) }
    }
}
