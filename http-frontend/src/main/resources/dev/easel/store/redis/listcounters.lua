-- ARGV: day, what the names begin with.
local flat = redis.call('HGETALL', p .. 'counters:' .. ARGV[1])
local found = {}
for i = 1, #flat, 2 do
  if string.sub(flat[i], 1, #ARGV[2]) == ARGV[2] then
    found[#found + 1] = flat[i]
    found[#found + 1] = flat[i + 1]
  end
end
return found
