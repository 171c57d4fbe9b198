-- ARGV: id, most that wait, idempotency key or '', its hash, path, content type, body, then fields and
-- values of the task.
local id = ARGV[1]
local task = {}
for i = 8, #ARGV, 2 do
  task[ARGV[i]] = ARGV[i + 1]
end
if ARGV[3] ~= '' then
  local known = redis.call('HMGET', remembered(task.owner, ARGV[3]), 'id', 'hash')
  if known[1] and redis.call('EXISTS', p .. 'task:' .. known[1]) == 1 then
    return {known[2] == ARGV[4] and 'REPEATED' or 'CONFLICT', known[1], answer(known[1])}
  end
end
if tonumber(redis.call('HGET', p .. 'waiting', '') or 0) >= tonumber(ARGV[2]) then
  return {'FULL'}
end
task.seq = redis.call('INCR', p .. 'seq')
local expires = now + task.wait
local key = p .. 'task:' .. id
redis.call('HSET', key, unpack(ARGV, 8))
redis.call('HSET', key, 'seq', task.seq, 'state', 'QUEUED', 'created', int(now), 'started', 0,
  'finished', 0, 'expires', int(expires), 'takers', 0, 'token', 0, 'worker', '', 'step', 0, 'steps', 0)
redis.call('HSET', p .. 'body:' .. id, 'path', ARGV[5], 'type', ARGV[6], 'bytes', ARGV[7])
redis.call('ZADD', owned(task), task.seq, id)
redis.call('ZADD', p .. 'expiry', int(expires), id)
if task.group ~= '' then
  redis.call('ZADD', grouped(task), task.seq, id)
end
countGroup(task, nil, 'QUEUED')
if ARGV[3] ~= '' then
  redis.call('HSET', remembered(task.owner, ARGV[3]), 'id', id, 'hash', ARGV[4])
  redis.call('HSET', key, 'idempotency', ARGV[3])
end
enqueue(id, task, false)
tell('work')
return {'NEW', id, answer(id)}
