-- ARGV: id, worker, token.
local task = held()
if task then
  putBack(ARGV[1], task, task.takers - 1)
  return 1
end
return 0
