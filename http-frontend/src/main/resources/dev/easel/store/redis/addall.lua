-- ARGV: day, writer, turn, then counter and amount of each. A turn that was had adds nothing.
local key = p .. 'counters:' .. ARGV[1]
local turn = 'turn/' .. ARGV[2]
local isNew = tonumber(redis.call('HGET', key, turn) or 0) < tonumber(ARGV[3])
if isNew then
  redis.call('ZADD', p .. 'days', ARGV[1], ARGV[1])
  redis.call('HSET', key, turn, ARGV[3])
end
local sums = {}
for i = 4, #ARGV, 2 do
  if isNew and ARGV[i + 1] ~= '0' then
    sums[#sums + 1] = redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1])
  else
    sums[#sums + 1] = tonumber(redis.call('HGET', key, ARGV[i]) or 0)
  end
end
return sums
