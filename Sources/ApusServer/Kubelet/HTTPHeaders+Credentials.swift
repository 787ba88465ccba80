import NIOHTTP1

extension HTTPHeaders {
    /// Takes out what says who the client is, before a request goes on to somebody else.
    mutating func removeCredentials() {
        for (name, _) in self where name.lowercased().hasPrefix("impersonate-") { remove(name: name) }
        remove(name: "authorization")
        let protocols = self[canonicalForm: "sec-websocket-protocol"].map(String.init)
        guard protocols.contains(where: { $0.hasPrefix(Authenticator.webSocketPrefix) }) else { return }
        replaceOrAdd(
            name: "sec-websocket-protocol",
            value: protocols.filter { !$0.hasPrefix(Authenticator.webSocketPrefix) }.joined(separator: ","))
    }
}
