-- ARGV: worker, lease in milliseconds, servables. Of the lines' heads the first decides whose stream is
-- read; which task it is, its stream decides.
local function head()
  local id, best
  for i = 3, #ARGV do
    local first = redis.call('ZRANGE', p .. 'line:' .. ARGV[i], 0, 0, 'WITHSCORES')
    if #first > 0 and (not best or tonumber(first[2]) < best) then
      id, best = first[1], tonumber(first[2])
    end
  end
  return id
end

while true do
  local first = head()
  if not first then
    return {}
  end
  local task = read(first)
  local got = redis.call('EXISTS', queue(task)) == 1
    and redis.call('XREADGROUP', 'GROUP', 'takers', 'easel', 'COUNT', 1, 'STREAMS', queue(task), '>')
  if not got then
    -- Somebody trimmed the stream: what stands in the line still counts.
    enqueue(first, task, true)
    count(p .. 'waiting', task.servable, -1)
    count(p .. 'waiting', '', -1)
  else
    local entry = got[1][2][1]
    local id = entry[2][2]
    task = read(id)
    if task and task.state == 'QUEUED' and task.entry == entry[1] then
      local key = p .. 'task:' .. id
      redis.call('ZADD', p .. 'leases', int(now + ARGV[2]), id)
      redis.call('ZREM', p .. 'expiry', id)
      leaveLine(id, task)
      redis.call('HSET', key, 'state', 'RUNNING', 'started', int(now), 'worker', ARGV[1])
      redis.call('HINCRBY', key, 'takers', 1)
      local token = redis.call('HINCRBY', key, 'token', 1)
      countGroup(task, 'QUEUED', 'RUNNING')
      tell('task:' .. id)
      return {id, token, redis.call('HGETALL', key)}
    end
    redis.call('XACK', got[1][1], 'takers', entry[1])
    redis.call('XDEL', got[1][1], entry[1])
  end
end
