import ApusAPI
import ApusJSON

/// `/`: the paths that there are.
struct RootPath: PathHandler {
    private let catalog: Catalog

    init(catalog: Catalog) { self.catalog = catalog }

    private var paths: [String] {
        var paths: Set<String> = [
            "/.well-known/openid-configuration", "/api", "/apis", "/healthz", "/livez", "/metrics",
            "/metrics/slis", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version",
        ]
        for version in Set(catalog.all.map(\.definition.apiVersion)) {
            let parts = version.split(separator: "/")
            if parts.count == 2 {
                paths.insert("/apis/\(parts[0])")
                paths.insert("/apis/\(version)")
            } else {
                paths.insert("/api/\(version)")
            }
        }
        return paths.sorted()
    }

    func answer(to call: HTTPCall) -> PathAnswer? {
        guard call.info.path == "/" else { return nil }
        return PathAnswer(json: ["paths": .array(paths.map { .string($0) })])
    }
}
