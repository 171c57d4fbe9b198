-- ARGV: how many.
local tasks = {}
for i, entry in ipairs(redis.call('XREVRANGE', p .. 'dead', '+', '-', 'COUNT', ARGV[1])) do
  local id = entry[2][2]
  tasks[2 * i - 1] = id
  tasks[2 * i] = redis.call('HGETALL', p .. 'task:' .. id)
end
return tasks
