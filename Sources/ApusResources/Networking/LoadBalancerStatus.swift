import ApusJSON

/// What a load balancer gave a Service or an Ingress.
enum LoadBalancerStatus {
    /// The addresses of `status.loadBalancer.ingress`, else the host names, in order, each once.
    static func addresses(_ status: JSONValue) -> [String] {
        let all = status["loadBalancer"]["ingress"].elements.map { ingress in
            ingress["ip"].text.isEmpty ? ingress["hostname"].text : ingress["ip"].text
        }
        return Set(all.filter { !$0.isEmpty }).sorted()
    }
}
