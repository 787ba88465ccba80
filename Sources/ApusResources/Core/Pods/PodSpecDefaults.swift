import ApusAPI
import ApusJSON

/// The defaults of a pod's spec, wherever it stands: in a Pod or in a template (`core/v1/defaults.go`).
enum PodSpecDefaults {
    static func apply(_ spec: inout JSONValue) {
        // GenericWorkload is off.
        spec.remove("schedulingGroup")
        spec.setDefault(text: "dnsPolicy", "ClusterFirst")
        spec.setDefault(text: "restartPolicy", "Always")
        spec.setDefault("securityContext", [:])
        spec.setDefault("terminationGracePeriodSeconds", 30)
        spec.setDefault(text: "schedulerName", "default-scheduler")
        syncServiceAccount(&spec)
        let hostNetwork = spec["hostNetwork"].bool == true
        for key in ["containers", "initContainers"] {
            spec.updateElements(of: key) { container in
                applyContainer(&container)
                if hostNetwork { applyHostPorts(&container) }
            }
        }
        spec.updateElements(of: "ephemeralContainers") { applyContainer(&$0) }
        spec.updateElements(of: "volumes") { VolumeDefaults.apply(&$0) }
        spec.updateObject("overhead") { ResourceListDefaults.roundUp(&$0) }
        spec.updateObject("resources") { ResourceListDefaults.applyRequirements(&$0) }
    }

    /// A template's defaults: `{metadata, spec}`.
    static func applyTemplate(_ template: inout JSONValue) {
        template.updateObject("spec") { apply(&$0) }
    }

    /// `serviceAccount` is the old name of `serviceAccountName`; both are always served.
    static func syncServiceAccount(_ spec: inout JSONValue) {
        let name = spec["serviceAccountName"].text
        let old = spec["serviceAccount"].text
        if name.isEmpty {
            if !old.isEmpty { spec["serviceAccountName"] = .string(old) }
        } else if old != name {
            spec["serviceAccount"] = .string(name)
        }
    }

    private static func applyContainer(_ container: inout JSONValue) {
        if container["imagePullPolicy"].text.isEmpty {
            let policy = ImageName.tag(of: container["image"].text) == "latest" ? "Always" : "IfNotPresent"
            container["imagePullPolicy"] = .string(policy)
        }
        container.setDefault("resources", [:])
        container.setDefault(text: "terminationMessagePath", "/dev/termination-log")
        container.setDefault(text: "terminationMessagePolicy", "File")
        container.updateElements(of: "ports") { $0.setDefault(text: "protocol", "TCP") }
        container.updateElements(of: "env") { variable in
            variable.updateObject("valueFrom") { source in
                source.updateObject("fieldRef") { $0.setDefault(text: "apiVersion", "v1") }
                source.updateObject("resourceFieldRef") { $0.setDefault("divisor", "0") }
            }
        }
        container.updateObject("resources") { ResourceListDefaults.applyRequirements(&$0) }
        for key in ["livenessProbe", "readinessProbe", "startupProbe"] {
            container.updateObject(key) { applyProbe(&$0) }
        }
        container.updateObject("lifecycle") { lifecycle in
            // ContainerStopSignals is off.
            lifecycle.remove("stopSignal")
            for key in ["postStart", "preStop"] {
                lifecycle.updateObject(key) { $0.updateObject("httpGet") { applyHTTPGet(&$0) } }
            }
        }
    }

    private static func applyProbe(_ probe: inout JSONValue) {
        probe.setDefault(number: "timeoutSeconds", 1)
        probe.setDefault(number: "periodSeconds", 10)
        probe.setDefault(number: "successThreshold", 1)
        probe.setDefault(number: "failureThreshold", 3)
        probe.updateObject("httpGet") { applyHTTPGet(&$0) }
        probe.updateObject("grpc") { $0.setDefault("service", "") }
    }

    private static func applyHTTPGet(_ action: inout JSONValue) {
        action.setDefault(text: "path", "/")
        action.setDefault(text: "scheme", "HTTP")
    }

    private static func applyHostPorts(_ container: inout JSONValue) {
        container.updateElements(of: "ports") { port in
            if let number = port["containerPort"].int { port.setDefault(number: "hostPort", number) }
        }
    }
}

/// Defaults of lists of resources.
enum ResourceListDefaults {
    static func applyRequirements(_ requirements: inout JSONValue) {
        for key in ["limits", "requests"] { requirements.updateObject(key) { roundUp(&$0) } }
    }

    /// Rounds quantities up to thousandths.
    static func roundUp(_ list: inout JSONValue) {
        guard case .object(var object) = list else { return }
        for index in object.members.indices {
            guard let text = object.members[index].value.string,
                text.utf8.last.map({ $0 == 0x6e || $0 == 0x75 }) == true,
                let quantity = try? Quantity(parsing: text)
            else { continue }
            object.members[index].value = .string(
                Quantity(milli: quantity.milliValue, format: quantity.format).description)
        }
        list = .object(object)
    }
}

/// Names of images.
enum ImageName {
    /// The tag of `image`; `latest` where it has neither tag nor digest, nil where it has only a digest.
    static func tag(of image: String) -> String? {
        let digest = image.firstIndex(of: "@")
        let name = digest.map { image[..<$0] } ?? image[...]
        let last = name.lastIndex(of: "/").map { name[name.index(after: $0)...] } ?? name
        if let colon = last.firstIndex(of: ":") { return String(last[last.index(after: colon)...]) }
        return digest == nil ? "latest" : nil
    }
}
