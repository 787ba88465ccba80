// The OCI image format (image-spec: descriptor.md, manifest.md, image-index.md, config.md).

enum MediaType {
    static let index = "application/vnd.oci.image.index.v1+json"
    static let manifest = "application/vnd.oci.image.manifest.v1+json"
    static let configuration = "application/vnd.oci.image.config.v1+json"
    static let layer = "application/vnd.oci.image.layer.v1.tar"
    static let dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"
    static let dockerList = "application/vnd.docker.distribution.manifest.list.v2+json"

    static func isIndex(_ type: String?) -> Bool { type == index || type == dockerList }
    static func isManifest(_ type: String?) -> Bool { type == manifest || type == dockerManifest }
}

struct ContentDescriptor: Codable, Hashable {
    var mediaType: String
    var digest: String
    var size: Int64
    var annotations: [String: String]?
    var platform: Platform?

    /// The annotation that holds a reference (image-spec, annotations.md).
    static let referenceName = "org.opencontainers.image.ref.name"
}

struct Platform: Codable, Hashable {
    var architecture: String
    var os: String
    var variant: String?

    /// This machine's.
    static var current: Platform {
        #if arch(arm64)
            Platform(architecture: "arm64", os: "linux")
        #else
            Platform(architecture: "amd64", os: "linux")
        #endif
    }
}

struct ImageIndex: Codable {
    var schemaVersion = 2
    var mediaType: String?
    var manifests: [ContentDescriptor]
}

struct ImageManifest: Codable {
    var schemaVersion = 2
    var mediaType: String?
    var config: ContentDescriptor
    var layers: [ContentDescriptor]
}

struct ImageConfiguration: Codable {
    var created: String?
    var architecture: String?
    var os: String?
    var config: Defaults?
    var rootfs: RootFS
    var history: [History]?

    struct RootFS: Codable {
        var type: String
        var diffIDs: [String]
        private enum CodingKeys: String, CodingKey {
            case type
            case diffIDs = "diff_ids"
        }
    }

    struct History: Codable {
        var created: String?
        var createdBy: String?
        var comment: String?
        var emptyLayer: Bool?
        private enum CodingKeys: String, CodingKey {
            case created, comment
            case createdBy = "created_by"
            case emptyLayer = "empty_layer"
        }
    }

    /// What a container gets where its configuration says nothing.
    struct Defaults: Codable {
        var user: String?
        var exposedPorts: [String: Empty]?
        var env: [String]?
        var entrypoint: [String]?
        var cmd: [String]?
        var volumes: [String: Empty]?
        var workingDir: String?
        var labels: [String: String]?
        var stopSignal: String?
        private enum CodingKeys: String, CodingKey {
            case user = "User"
            case exposedPorts = "ExposedPorts"
            case env = "Env"
            case entrypoint = "Entrypoint"
            case cmd = "Cmd"
            case volumes = "Volumes"
            case workingDir = "WorkingDir"
            case labels = "Labels"
            case stopSignal = "StopSignal"
        }
    }
}

/// One image of a docker-archive's manifest.json.
struct DockerArchiveImage: Codable {
    var config: String
    var repoTags: [String]?
    var layers: [String]
    private enum CodingKeys: String, CodingKey {
        case config = "Config"
        case repoTags = "RepoTags"
        case layers = "Layers"
    }
}
