-- ARGV: id, worker, token, step, steps.
if held() then
  redis.call('HSET', p .. 'task:' .. ARGV[1], 'step', ARGV[4], 'steps', ARGV[5])
  tell('task:' .. ARGV[1])
end
return 1
