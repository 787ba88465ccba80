// runtime.v1: ImageService.

/// ImageStatus, PullImage, RemoveImage.
struct ImageRequest: Decodable {
    var image: ImageSpec?
    var verbose: Bool?
}

struct Image: Codable {
    var id: String
    var repoTags: [String]
    var repoDigests: [String]
    var size: UInt64
    var uid: BoxedInt64?
    var username: String?
    var spec: ImageSpec?
    var pinned: Bool?
}

struct ImageStatusResponse: Encodable {
    var image: Image?
    var info: [String: String]?
}

struct ListImagesRequest: Decodable {
    var filter: Filter?

    struct Filter: Decodable {
        var image: ImageSpec?
    }
}

struct ListImagesResponse: Encodable {
    var images: [Image]
}

struct PullImageResponse: Encodable {
    var imageRef: String
}

struct UInt64Value: Codable {
    var value: UInt64
}

struct FilesystemUsage: Encodable {
    var timestamp: Int64
    var fsId: FilesystemIdentifier
    var usedBytes: UInt64Value
    var inodesUsed: UInt64Value

    struct FilesystemIdentifier: Encodable {
        var mountpoint: String
    }
}

struct ImageFsInfoResponse: Encodable {
    var imageFilesystems: [FilesystemUsage]
    var containerFilesystems: [FilesystemUsage]
}
