import ApusAPI
import ApusHTTP
import ApusJSON
import Logging
import NIOCore

extension ServerAssembly {
    /// Who knows bearer tokens, in upstream's order.
    static func tokenAuthenticators(
        _ configuration: APIServer.Configuration, _ objects: BoundObjects, _ use: LegacyTokenUse
    ) -> [any TokenAuthenticator] {
        var all: [any TokenAuthenticator] = []
        if !configuration.staticTokens.isEmpty { all.append(StaticTokens(configuration.staticTokens)) }
        if let tokens = configuration.serviceAccountTokens {
            all.append(
                LegacyTokenAuthenticator(tokens: tokens, objects: objects, secrets: objects, onUse: use.mark))
            all.append(ServiceAccountTokenAuthenticator(tokens, objects))
        }
        if configuration.allowsBootstrapTokens { all.append(BootstrapTokens(secrets: objects)) }
        return all
    }

    /// The subresources that are more than a part of their object.
    static func subresources(_ tokens: TokenRequests?) -> [SubresourceKey: any SubresourceHandler] {
        var handlers: [SubresourceKey: any SubresourceHandler] = [
            SubresourceKey(subresource: "scale"): ScaleSubresource(),
            SubresourceKey(resource: "pods", subresource: "binding"): BindingSubresource(),
            SubresourceKey(resource: "pods", subresource: "eviction"): EvictionSubresource(),
        ]
        if let tokens {
            handlers[SubresourceKey(resource: "serviceaccounts", subresource: "token")] = TokenSubresource(
                tokens: tokens)
        }
        return handlers
    }

    /// The resources whose objects are not stored.
    static func virtual(
        _ authorizer: Authorizer, _ authenticator: Authenticator
    ) -> [GroupVersionResource: any VirtualResource] {
        let access = AccessReviews(authorizer)
        let authentication = AuthenticationReviews(authenticator)
        let authorization = "authorization.k8s.io"
        return [
            GroupVersionResource("", "v1", "bindings"): Bindings(),
            GroupVersionResource("", "v1", "componentstatuses"): ComponentStatuses(),
            GroupVersionResource(authorization, "v1", "selfsubjectaccessreviews"): Review {
                review, call throws(StatusError) in try access.selfSubjectAccess(review, user: call.context.user)
            },
            GroupVersionResource(authorization, "v1", "subjectaccessreviews"): Review {
                review, _ throws(StatusError) in try access.subjectAccess(review)
            },
            GroupVersionResource(authorization, "v1", "localsubjectaccessreviews"): Review {
                review, call throws(StatusError) in
                try access.localSubjectAccess(review, namespace: call.request.namespace ?? "")
            },
            GroupVersionResource(authorization, "v1", "selfsubjectrulesreviews"): Review {
                review, call throws(StatusError) in try access.selfSubjectRules(review, user: call.context.user)
            },
            GroupVersionResource("authentication.k8s.io", "v1", "tokenreviews"): LaterReview {
                review async throws(StatusError) in try await authentication.token(review)
            },
            GroupVersionResource("authentication.k8s.io", "v1", "selfsubjectreviews"): Review {
                review, call throws(StatusError) in authentication.selfSubject(review, user: call.context.user)
            },
        ]
    }

    /// What a kubelet answers in the server's place.
    static func connects(
        _ configuration: APIServer.Configuration, _ catalog: Catalog
    ) -> [SubresourceKey: any ConnectHandler] {
        guard let pods = catalog.stored("", "pods")?.cache, let nodes = catalog.stored("", "nodes")?.cache else {
            return [:]
        }
        var kubelets: KubeletClient?
        if let access = configuration.kubelet {
            do {
                kubelets = try KubeletClient(access)
            } catch {
                configuration.logger.error(
                    "the credentials for kubelets cannot be read", metadata: ["error": "\(error)"])
            }
        }
        var handlers: [SubresourceKey: any ConnectHandler] = [:]
        for kind in PodConnections.Kind.allCases {
            handlers[SubresourceKey(resource: "pods", subresource: kind.rawValue)] = PodConnections(
                kind: kind, pods: pods, nodes: nodes, kubelets: kubelets)
        }
        guard let services = catalog.stored("", "services")?.cache,
            let slices = catalog.stored("discovery.k8s.io", "endpointslices")?.cache
        else { return handlers }
        do {
            let upstream = try WorkloadUpstream(allowsLoopback: configuration.proxiesToLoopback)
            handlers[SubresourceKey(resource: "nodes", subresource: "proxy")] = NodeProxy(
                nodes: nodes, kubelets: kubelets, upstream: upstream)
            handlers[SubresourceKey(resource: "pods", subresource: "proxy")] = WorkloadProxy(
                kind: .pod, objects: pods, slices: slices, upstream: upstream)
            handlers[SubresourceKey(resource: "services", subresource: "proxy")] = WorkloadProxy(
                kind: .service, objects: services, slices: slices, upstream: upstream)
        } catch {
            configuration.logger.error("workloads cannot be proxied", metadata: ["error": "\(error)"])
        }
        return handlers
    }

    /// The documents that describe the server.
    static func documents(_ configuration: APIServer.Configuration, _ catalog: Catalog) -> APIDocuments {
        APIDocuments(
            catalog.all.map(\.definition), serverAddress: address(configuration),
            serverVersion: String(configuration.version.gitVersion.prefix { $0 != "+" }))
    }

    private static func address(_ configuration: APIServer.Configuration) -> String {
        "\(configuration.advertiseAddress ?? "127.0.0.1"):\(configuration.http?.port ?? 443)"
    }

    /// The paths at which they lie.
    static func documentPaths(
        _ documents: APIDocuments, _ configuration: APIServer.Configuration, _ catalog: Catalog
    ) -> [any PathHandler] {
        var handlers: [any PathHandler] = [DocumentPaths(documents: documents)]
        if let tokens = configuration.serviceAccountTokens {
            handlers.append(IssuerPaths(tokens: tokens, address: "https://\(address(configuration))"))
        }
        handlers.append(RootPath(catalog: catalog))
        return handlers
    }
}

/// What others need to check the tokens of service accounts themselves (OpenID Connect Discovery 1.0).
struct IssuerPaths: PathHandler {
    let tokens: ServiceAccountTokens
    let address: String

    func answer(to call: HTTPCall) -> PathAnswer? {
        switch call.info.path {
        case "/.well-known/openid-configuration": PathAnswer(json: tokens.configuration(address: address))
        case "/openid/v1/jwks": PathAnswer(contentType: "application/jwk-set+json", body: keys)
        default: nil
        }
    }

    private var keys: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.write(tokens.keySet.encoded())
        return buffer
    }
}
