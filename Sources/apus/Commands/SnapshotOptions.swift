import ApusAPI
import ApusSnapshots
import ArgumentParser

/// When the server makes snapshots of its store, and where they go.
struct SnapshotOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When snapshots of the store are made, as a CronJob has it, such as \"0 */12 * * *\" or @hourly.",
            discussion: """
                In the server's time zone, or the one that is named, such as "TZ=Europe/Berlin 0 3 * * *". Without it, \
                none are made.
                """))
    var snapshotSchedule: String?

    @Option(help: "How many scheduled snapshots stay; older ones are taken away. 0: all stay.")
    var snapshotRetention = 5

    @Option(
        help: ArgumentHelp(
            "A folder, or s3://bucket/prefix; without it, `snapshots` in the data directory.",
            discussion: """
                Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; AWS_CA_BUNDLE names \
                the authorities of the endpoint's certificate.
                """))
    var snapshotDir: String?

    @Option(help: "The address of a server other than AWS's, such as https://minio:9000; else AWS_ENDPOINT_URL_S3.")
    var snapshotS3Endpoint: String?

    @Option(help: "The region of the bucket; else AWS_REGION, else us-east-1.")
    var snapshotS3Region: String?

    @Flag(inversion: .prefixedNo, help: "Compress scheduled snapshots with zstd.")
    var snapshotCompress = true

    func validate() throws {
        guard snapshotRetention >= 0 else { throw ValidationError("--snapshot-retention must not be negative") }
        do {
            _ = try schedule
        } catch {
            throw ValidationError("--snapshot-schedule: \(error)")
        }
    }

    /// Nil: no snapshots are made.
    var schedule: CronSchedule? {
        get throws(CronSchedule.ParseError) {
            guard let snapshotSchedule else { return nil }
            return try CronSchedule(snapshotSchedule)
        }
    }

    /// Where snapshots go.
    func location(_ data: DataDirectory) throws(Failure) -> SnapshotLocation {
        do {
            return try SnapshotLocation(
                snapshotDir ?? data.snapshots, endpoint: snapshotS3Endpoint, region: snapshotS3Region,
                environment: Environment.value)
        } catch {
            throw Failure("--snapshot-dir: \(error)")
        }
    }
}
