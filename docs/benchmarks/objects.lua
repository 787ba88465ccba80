-- wrk: creates objects from the JSON in BODY, in which NAME stands for a new name, with the bearer token of the environment.
local token, body, thread, number = os.getenv("TOKEN"), os.getenv("BODY"), 0, 0
function setup(each) each:set("id", thread); thread = thread + 1 end
function init() math.randomseed(os.time() * 31 + id); prefix = string.format("b%d-%d-", id, math.random(1e9)) end
function request()
  number = number + 1
  return wrk.format("POST", nil, {["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"},
    (body:gsub("NAME", prefix .. number)))
end
function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURES %.1f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, failed))
end
