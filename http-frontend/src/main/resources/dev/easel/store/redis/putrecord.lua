-- ARGV: space, name, version that was seen, bytes.
local key = p .. 'record:' .. #ARGV[1] .. ':' .. ARGV[1] .. ':' .. ARGV[2]
if (redis.call('HGET', key, 'version') or '0') ~= ARGV[3] then
  return 0
end
redis.call('HSET', key, 'version', ARGV[3] + 1, 'bytes', ARGV[4])
redis.call('ZADD', p .. 'records:' .. ARGV[1], 0, ARGV[2])
return 1
