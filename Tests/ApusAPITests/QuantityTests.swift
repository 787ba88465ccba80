import ApusAPI
import Testing

@Suite struct QuantityTests {
    @Test(arguments: [
        ("0", "0"), ("1", "1"), ("1000m", "1"), ("100m", "100m"), ("0.1", "100m"), ("1.5", "1500m"), ("1Gi", "1Gi"),
        ("1024Mi", "1Gi"), ("1.5Gi", "1536Mi"), ("1000Mi", "1000Mi"), ("500Mi", "500Mi"), ("1e3", "1e3"),
        ("12E6", "12E6"),
        ("1000000", "1M"), ("123456", "123456"), ("1500M", "1500M"), ("2000k", "2M"), ("0.5Gi", "512Mi"),
        ("10Ki", "10Ki"),
        ("1n", "1n"), ("0.1n", "1n"), ("0.5", "500m"), ("-1", "-1"), ("-0.5", "-500m"), ("+1", "+1"), ("1E", "1E"),
        ("512", "512"), ("1024", "1024"), ("0Gi", "0"), ("0.0", "0"), ("4096Ki", "4Mi"), ("8Mi", "8Mi"), ("1.", "1."),
        (".5", "500m"), ("0.000001", "1u"), ("100000000000000000000", "100E"),
        ("12345678901234567890", "12345678901234567890"),
        ("1.25Mi", "1280Ki"), ("0.1Ki", "102400m"), ("20Ei", "9223372036854775807"),
    ])
    func readsAndWritesAsUpstream(text: String, canonical: String) {
        #expect(Quantity.canonicalText(text) == canonical)
    }

    @Test(arguments: [
        ("", "quantities must match"), ("abc", "quantities must match"), ("1x", "quantities must match"),
        ("1 Gi", "quantities must match"), ("1K", "unable to parse quantity's suffix"),
        ("1mm", "unable to parse quantity's suffix"), ("1.2.3", "quantities must match"),
    ])
    func refusesWhatIsNoQuantity(text: String, message: String) {
        #expect(throws: Quantity.ParseError.self) { try Quantity(parsing: text) }
        do { _ = try Quantity(parsing: text) } catch { #expect(error.description.hasPrefix(message)) }
    }

    @Test(arguments: [("1", "1000m", 0), ("1Gi", "1G", 1), ("100m", "0.2", -1), ("-1", "1", -1), ("1e3", "1k", 0)])
    func comparesValues(a: String, b: String, order: Int) throws {
        let (left, right) = (try Quantity(parsing: a), try Quantity(parsing: b))
        #expect((left < right ? -1 : left == right ? 0 : 1) == order)
    }

    @Test func addsInTheFormatOfTheFirst() throws {
        #expect((try Quantity(parsing: "1Gi") + Quantity(parsing: "512Mi")).description == "1536Mi")
        #expect((try Quantity(parsing: "250m") + Quantity(parsing: "1")).description == "1250m")
        #expect((try Quantity(parsing: "1") - Quantity(parsing: "100m")).description == "900m")
        #expect((Quantity.zero + (try Quantity(parsing: "1Gi"))).description == "1Gi")
    }

    @Test(arguments: [
        "170141183460469231731687303715884105727e1", "99999999999999999999999999999999999e1", "1e2000000000",
        "1e-2000000000", "99999999999999999999999999999999999.9E", "-170141183460469231731687303715884105727",
        "04000002157130000000215713000000021571.39", "9999999999999999999999999999Ei",
        "0.00000000000000000000000000000000000000000001Ki",
    ])
    func extremeNumbersAreReadOrRefused(text: String) {
        guard let quantity = try? Quantity(parsing: text) else { return }
        #expect((try? Quantity(parsing: quantity.description)) == quantity)
        #expect((-quantity * .max + quantity).value <= .max)
        #expect(!(quantity * .max * .max).description.isEmpty)
        #expect(!(quantity * .min * .max - quantity).description.isEmpty)
        #expect(quantity.approximateValue != 1)
        #expect(quantity == quantity)
    }

    @Test(arguments: [
        ("25%", 10, 3, 2), ("100%", 7, 7, 7),
        ("9223372036854775807%", 1, 92_233_720_368_547_759, 92_233_720_368_547_758),
    ])
    func percentagesRoundUpOrDown(text: String, total: Int64, up: Int64, down: Int64) {
        #expect(IntOrString.string(text).scaled(of: total, roundingUp: true) == up)
        #expect(IntOrString.string(text).scaled(of: total, roundingUp: false) == down)
    }

    @Test func roundsUpWhereItScales() throws {
        #expect(try Quantity(parsing: "1500m").value == 2)
        #expect(try Quantity(parsing: "0.1").milliValue == 100)
        #expect(try Quantity(parsing: "100u").milliValue == 1)
        #expect(try Quantity(parsing: "1Gi").value == 1_073_741_824)
        #expect(try Quantity(parsing: "16E").milliValue == .max)
    }
}
