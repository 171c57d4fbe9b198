-- Weighs the servers of the backend 'easel' by the work that waits on them, so that one with few, long requests gets no
-- more while others are done. haproxy loads it; each server is asked every second for its metrics.

local BACKEND = "easel"
local PERIOD_MILLIS = 1000
-- Of the scope 'metrics', where servers are started with --guard_metrics.
local KEY = os.getenv("EASEL_METRICS_KEY")

-- The seconds of work that wait, of all models; nil where the server does not tell.
local function waiting(address)
  local headers = KEY and { ["authorization"] = { "Bearer " .. KEY } } or nil
  local answer = core.httpclient():get({
    url = "http://" .. address .. "/metrics", headers = headers, timeout = PERIOD_MILLIS })
  if not answer or answer.status ~= 200 then
    return nil
  end
  local seconds = nil
  for number in answer.body:gmatch("\neasel_waiting_work_seconds{[^}]*} ([%d.eE+-]+)") do
    seconds = (seconds or 0) + (tonumber(number) or 0)
  end
  return seconds
end

local function watch(server)
  local level, last = 0, nil
  while true do
    local found, seconds = pcall(waiting, server:get_addr())
    -- A server that does not tell keeps its weight: whether it gets requests is the health check's to say.
    if found and seconds then
      -- Half the way each time, and its root: a balancer that follows each second's figure sends all to one server,
      -- then all to another.
      level = (level + seconds) / 2
      local weight = math.max(1, math.floor(100 / math.sqrt(1 + level)))
      if weight ~= last then
        server:set_weight(tostring(weight))
        last = weight
      end
    end
    core.msleep(PERIOD_MILLIS)
  end
end

core.register_init(function()
  for _, server in pairs(core.backends[BACKEND].servers) do
    core.register_task(function() watch(server) end)
  end
end)
