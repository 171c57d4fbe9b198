-- ARGV: bucket, capacity and amount of each. A bucket fills within a minute; a full one is not kept.
local left = {}
for i = 1, #ARGV, 3 do
  local key = p .. 'bucket:' .. ARGV[i]
  local capacity = tonumber(ARGV[i + 1])
  local known = redis.call('HMGET', key, 'has', 'at')
  local has = capacity
  if known[1] then
    local passed = math.max(0, now - tonumber(known[2]))
    has = math.min(capacity, tonumber(known[1]) + passed * capacity / 60000)
  end
  has = math.min(capacity, has - tonumber(ARGV[i + 2]))
  if has >= capacity then
    redis.call('DEL', key)
  else
    redis.call('HSET', key, 'has', string.format('%.17g', has), 'at', int(now))
    redis.call('PEXPIRE', key, int(math.ceil((capacity - has) / capacity * 60000)))
  end
  left[#left + 1] = math.floor(has)
end
return left
