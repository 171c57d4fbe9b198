-- Stands before every other script. KEYS[1] is what all keys start with; its braces put them into one
-- slot. A script runs alone and is replicated as a whole, so each of them is one step.
--
--   task:ID        hash     the task               queue:LEVEL:SERVABLE  stream  who waits, in order
--   body:ID        hash     its request            line:SERVABLE         zset    the same, for positions
--   outcome:ID     string   its result or error    leases, expiry, due   zset    what ends when
--   owner:OWNER    zset     an owner's tasks       dead                  stream  dead letters
--
-- Levels: 0 interactive and given back, 1 interactive, 2 batch and given back, 3 batch. What can free
-- memory begins with a command that Redis allows when its memory is used up; Redis then lets the rest of
-- the script pass.

local p = KEYS[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function int(number)
  return string.format('%.0f', number)
end

local function tell(topic)
  redis.call('PUBLISH', p .. 'told:' .. topic, '')
end

local function read(id)
  local flat = redis.call('HGETALL', p .. 'task:' .. id)
  if #flat == 0 then
    return nil
  end
  local task = {}
  for i = 1, #flat, 2 do
    task[flat[i]] = flat[i + 1]
  end
  return task
end

-- The task's fields, then its outcome where it has one.
local function answer(id)
  local flat = redis.call('HGETALL', p .. 'task:' .. id)
  local outcome = redis.call('GET', p .. 'outcome:' .. id)
  if outcome then
    flat[#flat + 1] = 'outcome'
    flat[#flat + 1] = outcome
  end
  return flat
end

local function owned(task)
  return p .. 'owner:' .. task.owner
end

local function grouped(task)
  return p .. 'group:' .. #task.owner .. ':' .. task.owner .. ':' .. task.group
end

local function remembered(owner, idempotency)
  return p .. 'idempotency:' .. #owner .. ':' .. owner .. ':' .. idempotency
end

local function count(key, field, amount)
  if redis.call('HINCRBY', key, field, amount) == 0 then
    redis.call('HDEL', key, field)
  end
end

local function countGroup(task, from, to)
  if task.group ~= '' then
    local key = p .. 'states:' .. task.group
    if from then
      count(key, from, -1)
    end
    if to then
      count(key, to, 1)
    end
  end
end

local function queue(task)
  return p .. 'queue:' .. task.level .. ':' .. task.servable
end

local function enqueue(id, task, isGivenBack)
  task.level = task.priority * 2 + (isGivenBack and 0 or 1)
  local stream = queue(task)
  if redis.call('EXISTS', stream) == 0 then
    redis.call('XGROUP', 'CREATE', stream, 'takers', '0', 'MKSTREAM')
  end
  task.entry = redis.call('XADD', stream, '*', 'task', id)
  redis.call('HSET', p .. 'task:' .. id, 'level', task.level, 'entry', task.entry)
  redis.call('ZADD', p .. 'line:' .. task.servable, int(task.priority * 2 ^ 50 + task.seq), id)
  count(p .. 'waiting', task.servable, 1)
  count(p .. 'waiting', '', 1)
end

local function leaveQueue(task)
  redis.call('XACK', queue(task), 'takers', task.entry)
  redis.call('XDEL', queue(task), task.entry)
end

local function leaveLine(id, task)
  redis.call('ZREM', p .. 'line:' .. task.servable, id)
  count(p .. 'waiting', task.servable, -1)
  count(p .. 'waiting', '', -1)
end

-- Ends a task that waits or runs.
local function finish(id, task, state, outcome, isDead)
  redis.call('ZREM', p .. 'leases', id)
  redis.call('DEL', p .. 'body:' .. id)
  leaveQueue(task)
  if task.state == 'QUEUED' then
    leaveLine(id, task)
  end
  local expires = now + task.keep
  local key = p .. 'task:' .. id
  redis.call('HSET', key, 'state', state, 'finished', int(now), 'expires', int(expires))
  redis.call('ZADD', p .. 'expiry', int(expires), id)
  if outcome then
    redis.call('SET', p .. 'outcome:' .. id, outcome)
  end
  if isDead then
    redis.call('HSET', key, 'dead', redis.call('XADD', p .. 'dead', '*', 'task', id))
  end
  countGroup(task, task.state, state)
  if task.webhook then
    redis.call('HSET', p .. 'delivery:' .. id, 'url', task.webhook, 'state', 'PENDING',
      'attempts', 0, 'next', int(now), 'token', 0, 'reason', '', 'seq', task.seq)
    redis.call('ZADD', p .. 'due', int(now), id)
    tell('deliveries')
  end
  tell('task:' .. id)
end

-- Puts a running task back, before those that were never taken.
local function putBack(id, task, takers)
  redis.call('ZREM', p .. 'leases', id)
  leaveQueue(task)
  local expires = math.max(tonumber(task.expires), now + task.wait)
  redis.call('HSET', p .. 'task:' .. id, 'state', 'QUEUED', 'takers', takers, 'worker', '',
    'started', 0, 'step', 0, 'steps', 0, 'expires', int(expires))
  redis.call('ZADD', p .. 'expiry', int(expires), id)
  countGroup(task, task.state, 'QUEUED')
  enqueue(id, task, true)
  tell('work')
  tell('task:' .. id)
end

-- The task of a lease, if the lease still counts. ARGV: id, worker, token.
local function held()
  local task = read(ARGV[1])
  if task and task.state == 'RUNNING' and task.worker == ARGV[2] and task.token == ARGV[3] then
    return task
  end
  return nil
end
