-- ARGV: most takers, most tasks at once. Returns how many tasks were touched.
local function forget(id, task)
  redis.call('DEL', p .. 'task:' .. id, p .. 'outcome:' .. id, p .. 'body:' .. id, p .. 'delivery:' .. id)
  redis.call('ZREM', p .. 'expiry', id)
  redis.call('ZREM', p .. 'due', id)
  redis.call('ZREM', p .. 'undelivered', id)
  redis.call('ZREM', owned(task), id)
  if task.dead then
    redis.call('XDEL', p .. 'dead', task.dead)
  end
  if task.group ~= '' then
    redis.call('ZREM', grouped(task), id)
  end
  countGroup(task, task.state, nil)
  if task.idempotency then
    local key = remembered(task.owner, task.idempotency)
    if redis.call('HGET', key, 'id') == id then
      redis.call('DEL', key)
    end
  end
end

local lapsed = redis.call('ZRANGEBYSCORE', p .. 'leases', '-inf', int(now), 'LIMIT', 0, ARGV[2])
for _, id in ipairs(lapsed) do
  local task = read(id)
  if not task then
    redis.call('ZREM', p .. 'leases', id)
  elseif tonumber(task.takers) >= tonumber(ARGV[1]) then
    finish(id, task, 'FAILED', nil, true)
  else
    putBack(id, task, task.takers)
  end
end

local over = redis.call('ZRANGEBYSCORE', p .. 'expiry', '-inf', int(now), 'LIMIT', 0, ARGV[2])
for _, id in ipairs(over) do
  local task = read(id)
  if not task then
    redis.call('ZREM', p .. 'expiry', id)
  elseif task.state == 'QUEUED' then
    finish(id, task, 'EXPIRED', nil, false)
  elseif task.state == 'EXPIRED' then
    forget(id, task)
  else
    local expires = now + task.keep
    redis.call('DEL', p .. 'outcome:' .. id)
    redis.call('HSET', p .. 'task:' .. id, 'state', 'EXPIRED', 'expires', int(expires))
    redis.call('ZADD', p .. 'expiry', int(expires), id)
    countGroup(task, task.state, 'EXPIRED')
    tell('task:' .. id)
  end
end
return #lapsed + #over
