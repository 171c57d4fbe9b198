-- ARGV: space, name before or '', how many.
local from = ARGV[2] == '' and '-' or '(' .. ARGV[2]
local names = redis.call('ZRANGEBYLEX', p .. 'records:' .. ARGV[1], from, '+', 'LIMIT', 0, ARGV[3])
local records = {}
for i, name in ipairs(names) do
  local key = p .. 'record:' .. #ARGV[1] .. ':' .. ARGV[1] .. ':' .. name
  local found = redis.call('HMGET', key, 'version', 'bytes')
  records[i] = {name, found[1], found[2]}
end
return records
