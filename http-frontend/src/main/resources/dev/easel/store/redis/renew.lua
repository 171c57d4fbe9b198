-- ARGV: id, worker, token, milliseconds.
if held() then
  redis.call('ZADD', p .. 'leases', int(now + ARGV[4]), ARGV[1])
  return 1
end
return 0
