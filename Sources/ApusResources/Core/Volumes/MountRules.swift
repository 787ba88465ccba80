import ApusAPI
import ApusJSON

/// Rules for the mounts and the block devices of a container.
enum MountRules {
    static func validate(
        _ container: JSONValue, _ path: FieldPath, _ volumes: [String: JSONValue], _ errors: inout FieldErrors
    ) {
        let (mounts, devices) = (container["volumeMounts"].elements, container["volumeDevices"].elements)
        if mounts.isEmpty, devices.isEmpty { return }
        validateMounts(mounts, devices, container, path["volumeMounts"], volumes, &errors)
        if !devices.isEmpty { validateDevices(devices, mounts, path["volumeDevices"], volumes, &errors) }
    }

    private static func validateMounts(
        _ mounts: [JSONValue], _ devices: [JSONValue], _ container: JSONValue, _ path: FieldPath,
        _ volumes: [String: JSONValue], _ errors: inout FieldErrors
    ) {
        var places: Set<String> = []
        for (index, mount) in mounts.enumerated() {
            let here = path[index]
            let (name, place) = (mount["name"].text, mount["mountPath"].text)
            errors.require(mount["name"], here["name"])
            if volumes[name] == nil { errors.notFound(here["name"], .string(name)) }
            errors.require(mount["mountPath"], here["mountPath"])
            if !places.insert(place).inserted { errors.invalid(here["mountPath"], .string(place), "must be unique") }
            if devices.contains(where: { $0["name"].text == name }) {
                errors.invalid(here["name"], .string(name), "must not already exist in volumeDevices")
            }
            if devices.contains(where: { $0["devicePath"].text == place }) {
                errors.invalid(here["mountPath"], .string(place), "must not already exist as a path in volumeDevices")
            }
            validateSubPaths(mount, here, list: path, &errors)
            validatePropagation(mount["mountPropagation"], container, path["mountPropagation"], &errors)
            validateRecursive(mount, path["recursiveReadOnly"], &errors)
        }
    }

    // Upstream leaves the index out of the paths of some of the fields below.
    private static func validateSubPaths(
        _ mount: JSONValue, _ path: FieldPath, list: FieldPath, _ errors: inout FieldErrors
    ) {
        if !mount["subPath"].text.isEmpty { PathRules.validateDescending(mount["subPath"], list["subPath"], &errors) }
        let expression = mount["subPathExpr"]
        guard !expression.text.isEmpty else { return }
        if !mount["subPath"].text.isEmpty {
            errors.invalid(path["subPathExpr"], expression, "subPathExpr and subPath are mutually exclusive")
        }
        PathRules.validateDescending(expression, list["subPathExpr"], &errors)
    }

    private static func validatePropagation(
        _ mode: JSONValue, _ container: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard !mode.isNull else { return }
        errors.allow(mode, ["Bidirectional", "HostToContainer", "None"], path())
        if mode == "Bidirectional", container["securityContext"]["privileged"] != true {
            errors.forbidden(path(), "Bidirectional mount propagation is available only to privileged containers")
        }
    }

    private static func validateRecursive(
        _ mount: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        let mode = mount["recursiveReadOnly"]
        guard !mode.isNull else { return }
        errors.allow(mode, ["Disabled", "Enabled", "IfPossible"], path())
        guard mode == "Enabled" || mode == "IfPossible" else { return }
        if mount["readOnly"] != true { errors.forbidden(path(), "may only be specified when readOnly is true") }
        if let propagation = mount["mountPropagation"].string, propagation != "None" {
            errors.forbidden(path(), "may only be specified when mountPropagation is None or not specified")
        }
    }

    private static func validateDevices(
        _ devices: [JSONValue], _ mounts: [JSONValue], _ path: FieldPath, _ volumes: [String: JSONValue],
        _ errors: inout FieldErrors
    ) {
        var places: Set<String> = []
        var names: Set<String> = []
        for (index, device) in devices.enumerated() {
            let here = path[index]
            let (name, place) = (device["name"].text, device["devicePath"].text)
            errors.require(device["name"], here["name"])
            if names.contains(name) { errors.invalid(here["name"], .string(name), "must be unique") }
            if let volume = volumes[name] {
                if volume["persistentVolumeClaim"].isNull, volume["ephemeral"].isNull {
                    errors.invalid(
                        here["name"], .string(name),
                        "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")
                }
            } else {
                errors.notFound(here["name"], .string(name))
            }
            errors.require(device["devicePath"], here["devicePath"])
            if places.contains(place) { errors.invalid(here["devicePath"], .string(place), "must be unique") }
            if PathRules.hasBackstep(place) {
                errors.invalid(here["devicePath"], .string(place), "can not contain backsteps ('..')")
            } else {
                places.insert(place)
            }
            if mounts.contains(where: { $0["name"].text == name }) {
                errors.invalid(here["name"], .string(name), "must not already exist in volumeMounts")
            }
            if mounts.contains(where: { $0["mountPath"].text == place }) {
                errors.invalid(here["devicePath"], .string(place), "must not already exist as a path in volumeMounts")
            }
            if !name.isEmpty { names.insert(name) }
        }
    }
}
