-- ARGV: day, counter, amount, limit or ''.
local key = p .. 'counters:' .. ARGV[1]
if ARGV[4] ~= '' then
  local sum = tonumber(redis.call('HGET', key, ARGV[2]) or 0)
  if sum + tonumber(ARGV[3]) > tonumber(ARGV[4]) then
    return {}
  end
end
redis.call('ZADD', p .. 'days', ARGV[1], ARGV[1])
return {redis.call('HINCRBY', key, ARGV[2], ARGV[3])}
