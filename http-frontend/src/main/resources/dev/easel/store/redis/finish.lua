-- ARGV: id, worker, token, state, outcome. Whoever says the same twice, since it did not hear the answer,
-- is told the same twice.
local task = held()
if task then
  finish(ARGV[1], task, ARGV[4], ARGV[5], false)
  return 1
end
task = read(ARGV[1])
if task and task.state == ARGV[4] and task.worker == ARGV[2] and task.token == ARGV[3]
  and redis.call('GET', p .. 'outcome:' .. ARGV[1]) == ARGV[5] then
  return 1
end
return 0
