-- ARGV: id, owner.
local task = read(ARGV[1])
if not task or task.owner ~= ARGV[2] then
  return {}
end
if task.state == 'QUEUED' or task.state == 'RUNNING' then
  finish(ARGV[1], task, 'CANCELLED', nil, false)
end
return {ARGV[1], answer(ARGV[1])}
