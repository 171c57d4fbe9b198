-- ARGV: the first day that is kept.
local days = redis.call('ZRANGEBYSCORE', p .. 'days', '-inf', '(' .. ARGV[1])
for _, day in ipairs(days) do
  redis.call('DEL', p .. 'counters:' .. day)
  redis.call('ZREM', p .. 'days', day)
end
return #days
