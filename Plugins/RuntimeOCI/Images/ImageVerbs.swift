import FoundationEssentials
import Glibc

/// CRI's ImageService on the store.
extension ImageStore {
    static let verbs: Set<String> = ["ImageStatus", "ListImages", "PullImage", "RemoveImage"]

    func call(_ verb: String, _ request: [UInt8]) throws -> [UInt8] {
        func decode<Request: Decodable>(_ type: Request.Type) throws -> Request {
            try Documents.decode(type, from: request.isEmpty ? Array("{}".utf8) : request, what: verb)
        }
        func name(_ spec: ImageSpec?) throws -> String {
            guard let name = spec?.image, !name.isEmpty else {
                throw RuntimeError.invalid("image.image: Required value")
            }
            return name
        }
        switch verb {
        case "ImageStatus":
            let image = try find(name(try decode(ImageRequest.self).image))
            return try Documents.encode(ImageStatusResponse(image: image.map(describe)))
        case "ListImages":
            let wanted = try decode(ListImagesRequest.self).filter?.image?.image ?? ""
            let images = wanted.isEmpty ? try all() : try find(wanted).map { [$0] } ?? []
            return try Documents.encode(ListImagesResponse(images: images.map(describe)))
        case "PullImage":
            let wanted = try name(try decode(ImageRequest.self).image)
            guard let image = try find(wanted) else {
                throw RuntimeError.notFound("failed to pull image \"\(wanted)\": not found in the local content store")
            }
            return try Documents.encode(PullImageResponse(imageRef: image.image.id))
        case "RemoveImage":
            let wanted = try name(try decode(ImageRequest.self).image)
            do {
                _ = try remove(wanted)
            } catch let error as RuntimeError where error.code == .notFound {
                // CRI: an image that is not there is removed.
            }
            return try Documents.encode(Empty())
        default: throw RuntimeError(.unimplemented, "verb \"\(verb)\" is not known")
        }
    }

    private func describe(_ named: NamedImage) -> Image {
        let user = named.image.configuration.config?.user ?? ""
        let first = String(user.split(separator: ":", omittingEmptySubsequences: false).first ?? "")
        // No user at all is root; CRI has numbers and names apart.
        let number = first.isEmpty ? 0 : Int64(first)
        return Image(
            id: named.image.id, repoTags: named.tags, repoDigests: named.digests, size: named.image.size,
            uid: number.map { BoxedInt64($0) }, username: number == nil ? first : nil, spec: nil, pinned: false)
    }
}
