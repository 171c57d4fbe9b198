-- Milliseconds that the oldest waiting task has waited; dead tasks; deliveries that are due some time,
-- and those that were given up. In each line, the first of each priority is the oldest of it.
local oldest = now
local waiting = redis.call('HKEYS', p .. 'waiting')
for _, servable in ipairs(waiting) do
  for priority = 0, 1 do
    local first = redis.call('ZRANGE', p .. 'line:' .. servable, int(priority * 2 ^ 50), '+inf',
      'BYSCORE', 'LIMIT', 0, 1)
    if first[1] then
      oldest = math.min(oldest, tonumber(redis.call('HGET', p .. 'task:' .. first[1], 'created') or now))
    end
  end
end
return {now - oldest, redis.call('XLEN', p .. 'dead'), redis.call('ZCARD', p .. 'due'),
  redis.call('ZCARD', p .. 'undelivered')}
