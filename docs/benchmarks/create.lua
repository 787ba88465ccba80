-- wrk: creates Pods under new names in the namespace NS, with the bearer token of the environment.
local token, namespace, thread, number = os.getenv("TOKEN"), os.getenv("NS"), 0, 0
function setup(each) each:set("id", thread); thread = thread + 1 end
function init() math.randomseed(os.time() * 31 + id); prefix = string.format("b%d-%d-", id, math.random(1e9)) end
local spec = '","labels":{"app":"web","pod-template-hash":"6d4b75cb6d"}},"spec":{"nodeName":"nowhere","containers":[{"name":"web","image":"nginx:1.25","ports":[{"containerPort":80}],"env":[{"name":"A","value":"B"},{"name":"C","value":"D"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"200m","memory":"256Mi"}}}]}}'
function request()
  number = number + 1
  local body = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"' .. prefix .. number .. spec
  return wrk.format("POST", "/api/v1/namespaces/" .. namespace .. "/pods",
    {["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"}, body)
end
function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURES %.1f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, failed))
end
