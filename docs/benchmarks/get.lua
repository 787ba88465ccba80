-- wrk: one GET again and again, with the bearer token of the environment; prints its figures in one line.
local token = os.getenv("TOKEN")
if token then wrk.headers["Authorization"] = "Bearer " .. token end
function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURES %.1f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, failed))
end
