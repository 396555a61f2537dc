-- Extends leases. ARGV: deadline (Unix ms), then ticket and attempt for each.
-- A ticket that is not on lease, or is leased under another attempt, is left alone.
local leases, attempts = KEYS[2], KEYS[6]
local renewed = 0
for i = 2, #ARGV, 2 do
  if redis.call('HGET', attempts, ARGV[i]) == ARGV[i + 1] and redis.call('ZSCORE', leases, ARGV[i]) then
    redis.call('ZADD', leases, ARGV[1], ARGV[i])
    renewed = renewed + 1
  end
end

return renewed
