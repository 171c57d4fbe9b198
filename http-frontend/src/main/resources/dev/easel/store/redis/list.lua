-- ARGV: owner, group or '', id before or '', how many.
local key = owned({owner = ARGV[1]})
if ARGV[2] ~= '' then
  key = grouped({owner = ARGV[1], group = ARGV[2]})
end
local most = '+inf'
if ARGV[3] ~= '' then
  local before = redis.call('ZSCORE', key, ARGV[3])
  if not before then
    return {}
  end
  most = '(' .. before
end
local found = redis.call('ZREVRANGEBYSCORE', key, most, '-inf', 'LIMIT', 0, ARGV[4])
local tasks = {}
for i, id in ipairs(found) do
  tasks[2 * i - 1] = id
  tasks[2 * i] = redis.call('HGETALL', p .. 'task:' .. id)
end
return tasks
