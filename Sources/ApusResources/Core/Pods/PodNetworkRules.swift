import ApusAPI
import ApusJSON

/// Rules for what a pod calls itself and how it finds others: DNS, hostname, host aliases.
enum PodNetworkRules {
    static func validateDNS(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let config = spec["dnsConfig"]
        let isNone = spec["dnsPolicy"] == "None"
        guard isNone || !config.isNull else { return }
        let here = path["dnsConfig"]
        if isNone, config.isNull {
            errors.required(here, "must provide `dnsConfig` when `dnsPolicy` is None")
            return
        }
        let servers = config["nameservers"].elements
        if isNone, servers.isEmpty {
            errors.required(
                here["nameservers"], "must provide at least one DNS nameserver when `dnsPolicy` is None")
            return
        }
        if servers.count > 3 {
            errors.invalid(here["nameservers"], config["nameservers"], "must not have more than 3 nameservers")
        }
        for (index, server) in servers.enumerated() {
            AddressRules.validateAddress(server, here["nameservers"][index], &errors)
        }
        validateSearches(config["searches"], here["searches"], &errors)
        for (index, option) in config["options"].elements.enumerated() where option["name"].text.isEmpty {
            errors.required(here["options"][index], "must not be empty")
        }
    }

    private static func validateSearches(_ searches: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let list = searches.elements
        if list.count > 32 { errors.invalid(path, searches, "must not have more than 32 search paths") }
        if list.reduce(list.count - 1, { $0 + $1.text.utf8.count }) > 2048 {
            errors.invalid(
                path, searches, "must not have more than 2048 characters (including spaces) in the search list")
        }
        for (index, search) in list.enumerated() where search != "." {
            let text = search.text.hasSuffix(".") ? String(search.text.dropLast()) : search.text
            errors.invalid(path[index], .string(text), each: Names.underscoredSubdomainProblems(text))
        }
    }

    static func validateHostname(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard let name = spec["hostnameOverride"].string else { return }
        let here = path["hostnameOverride"]
        if spec["setHostnameAsFQDN"] == true {
            errors.forbidden(here, "may not be specified when setHostnameAsFQDN is true")
        }
        if spec["hostNetwork"] == true { errors.forbidden(here, "may not be specified when hostNetwork is true") }
        if name.utf8.count > 64 { errors.tooLong(here, maximum: 64) }
        errors.invalid(here, .string(name), each: Names.dnsSubdomainProblems(name))
    }

    static func validateAliases(_ aliases: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, alias) in aliases.elements.enumerated() {
            AddressRules.validateAddress(alias["ip"], path[index]["ip"], &errors)
            for (number, host) in alias["hostnames"].elements.enumerated() {
                errors.invalid(
                    path[index]["hostnames"][number], host, each: Names.dnsSubdomainProblems(host.text))
            }
        }
    }
}
