-- ARGV: space, name, version that was seen.
local key = p .. 'record:' .. #ARGV[1] .. ':' .. ARGV[1] .. ':' .. ARGV[2]
if redis.call('HGET', key, 'version') ~= ARGV[3] then
  return 0
end
redis.call('DEL', key)
redis.call('ZREM', p .. 'records:' .. ARGV[1], ARGV[2])
return 1
