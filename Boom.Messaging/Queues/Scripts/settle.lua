-- Settles claimed messages. ARGV: clock, then ticket, attempt and verdict for each: done, release, or the pause in ms before the next try,
-- below 0 when this one does not count.
-- A ticket that is not on lease, or is leased under another attempt, is left alone: a repeat changes nothing.
local now = present()
local count = (#ARGV - 1) / 3
local seen = {}
local has_ready = false
local first = 1
while first <= count do
  local last = math.min(first + 249, count)
  local tickets = {}
  for i = first, last do
    tickets[#tickets + 1] = ARGV[3 * i - 1]
  end

  local tried = redis.call('HMGET', attempts, unpack(tickets))
  local held = redis.call('ZMSCORE', leases, unpack(tickets))
  local done, free, back, later, paused = {}, {}, {}, {}, {}
  for k = 1, #tickets do
    local ticket = tickets[k]
    local i = first + k - 1
    local verdict = ARGV[3 * i + 1]
    if held[k] and tried[k] and tried[k] == ARGV[3 * i] and not seen[ticket] then
      seen[ticket] = true
      if verdict == 'done' then
        done[#done + 1] = ticket
        free[#free + 1] = ticket
      elseif verdict == 'release' or tonumber(verdict) == 0 then
        back[#back + 1], back[#back + 2] = ticket, ticket
        free[#free + 1] = ticket
        if verdict == 'release' then
          redis.call('HINCRBY', attempts, ticket, '-1')
        end
      else
        local pause = tonumber(verdict)
        local counted = pause > 0 and tried[k] or text(tonumber(tried[k]) - 1)
        later[#later + 1], later[#later + 2] = text(now + math.abs(pause)), ticket
        paused[#paused + 1], paused[#paused + 2] = ticket, counted .. '.0'
      end
    end
  end

  if #free > 0 then
    redis.call('ZREM', leases, unpack(free))
  end
  if #back > 0 then
    redis.call('ZADD', ready, unpack(back))
    has_ready = true
  end
  if #later > 0 then
    redis.call('ZADD', leases, unpack(later))
    redis.call('HSET', attempts, unpack(paused))
  end
  if #done > 0 then
    forget(done)
  end
  first = last + 1
end

if has_ready then
  notify()
end
return text(count)
