-- ARGV: lease in milliseconds.
local due = redis.call('ZRANGEBYSCORE', p .. 'due', '-inf', int(now), 'LIMIT', 0, 1)
if #due == 0 then
  return {}
end
local key = p .. 'delivery:' .. due[1]
redis.call('HINCRBY', key, 'attempts', 1)
redis.call('HINCRBY', key, 'token', 1)
redis.call('HSET', key, 'next', int(now + ARGV[1]))
redis.call('ZADD', p .. 'due', int(now + ARGV[1]), due[1])
return {due[1], redis.call('HGETALL', key)}
