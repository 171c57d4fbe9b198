-- ARGV: task, token, state, after what time in milliseconds, reason.
local key = p .. 'delivery:' .. ARGV[1]
local known = redis.call('HMGET', key, 'token', 'state', 'seq')
if known[1] ~= ARGV[2] or known[2] ~= 'PENDING' then
  return 0
end
local due = int(now + ARGV[4])
if ARGV[3] == 'PENDING' then
  redis.call('ZADD', p .. 'due', due, ARGV[1])
else
  redis.call('ZREM', p .. 'due', ARGV[1])
end
if ARGV[3] == 'DEAD' then
  redis.call('ZADD', p .. 'undelivered', known[3], ARGV[1])
end
redis.call('HSET', key, 'state', ARGV[3], 'next', due, 'reason', ARGV[5])
return 1
