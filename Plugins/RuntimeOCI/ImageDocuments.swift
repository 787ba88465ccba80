import FoundationEssentials

// The documents of apus.image-store/1.

struct ImportOptions: Decodable {
    var name: String?
}

struct PackOptions: Decodable {
    var config: ImageConfiguration.Defaults?
}

struct ExportOptions: Decodable {
    var format: String?
}

struct StoredImages: Encodable {
    var images: [Item]

    struct Item: Encodable {
        var id: String
        var repoTags: [String]
        var repoDigests: [String]
        var size: UInt64
        var created: String
    }

    init(_ images: [NamedImage]) {
        self.images = images.map {
            Item(
                id: $0.image.id, repoTags: $0.tags, repoDigests: $0.digests, size: $0.image.size,
                created: $0.image.configuration.created ?? "")
        }
    }
}

struct RemovedImages: Encodable {
    var removed: [String]
}
