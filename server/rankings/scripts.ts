/**
 * What Redis does atomically. Scores are negated values, so that ascending order is the order of the
 * board; a member is `<reached, 16 digits>:<code>`, so that equal values stand by who got there first and
 * then by code (STAND-2). The hash `<name>:m` holds, per code, the position of its last write and its
 * member; `!token` names the build under way and `!ready` says that it is done. A flush takes all of that
 * away together, so a half-known ranking cannot look like a whole one (RANK-4).
 */

/** One subject's absolute value, unless a newer position wrote it already. */
const PUT = `
local function put(name, position, code, score, reached)
	local known = redis.call('HGET', name .. ':m', code)
	if known then
		local at, member = known:match('^(%d+) (.*)$')
		if tonumber(at) > tonumber(position) then return end
		redis.call('ZREM', name, member)
	end
	local member = reached .. ':' .. code
	redis.call('ZADD', name, score, member)
	redis.call('HSET', name .. ':m', code, position .. ' ' .. member)
end
`;

/** ARGV: name, token, now, start position. Registers a build; from now on the projector keeps the ranking up. */
export const BEGIN = `
redis.call('SET', KEYS[1], ARGV[4], 'NX')
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('HSET', ARGV[1] .. ':m', '!token', ARGV[2])
`;

/** ARGV: name, token, position, ready (0 or 1), then code, score, reached for each subject. 0: the build was overtaken. */
export const FILL = `
${PUT}
local name = ARGV[1]
if redis.call('HGET', name .. ':m', '!token') ~= ARGV[2] then return 0 end
for i = 5, #ARGV, 3 do put(name, ARGV[3], ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
if ARGV[4] == '1' then redis.call('HSET', name .. ':m', '!ready', 1) end
return 1
`;

/**
 * ARGV: the position that Redis should be at, the position it then is at, the channel, and per ranking:
 * name, number of subjects, then code, score, reached for each. Returns Redis' own position where it is
 * another one: what was written since is lost (or another projector is ahead), and nothing is changed.
 */
export const APPLY = `
${PUT}
local at = redis.call('GET', KEYS[1])
if at and at ~= ARGV[1] then return at end
redis.call('SET', KEYS[1], ARGV[2])
local i = 4
while i <= #ARGV do
	local name, count = ARGV[i], tonumber(ARGV[i + 1])
	i = i + 2
	local kept = redis.call('HEXISTS', name .. ':m', '!token') == 1
	for _ = 1, count do
		if kept then put(name, ARGV[2], ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
		i = i + 3
	end
end
redis.call('PUBLISH', ARGV[3], ARGV[2])
return false
`;

/**
 * ARGV: name, name of the opening ranking or '', first index, count, code to centre on or ''.
 * Returns { 'cold', name } when a ranking is not there, else { position, size, rows }; a row is
 * { code, rank, score, opening rank or '' }.
 */
export const READ = `
local name, opening = ARGV[1], ARGV[2]
if redis.call('HEXISTS', name .. ':m', '!ready') == 0 then return { 'cold', name } end
if opening ~= '' and redis.call('HEXISTS', opening .. ':m', '!ready') == 0 then return { 'cold', opening } end
local first, count = tonumber(ARGV[3]), tonumber(ARGV[4])
-- While nobody has anything from before today there is nothing to compare with (STAND-7).
if opening ~= '' and redis.call('ZCOUNT', opening, '-inf', '(0') + redis.call('ZCOUNT', opening, '(0', '(+inf') == 0 then
	opening = ''
end
local size = redis.call('ZCARD', name)
local function memberOf(ranking, code)
	local known = redis.call('HGET', ranking .. ':m', code)
	return known and known:match('^%d+ (.*)$')
end
if ARGV[5] ~= '' then
	local member = memberOf(name, ARGV[5])
	if not member then return { redis.call('GET', KEYS[1]) or '0', size, {} } end
	first = math.max(0, math.min(redis.call('ZRANK', name, member) - math.floor(count / 2), size - count))
end
local found = redis.call('ZRANGE', name, first, first + count - 1, 'WITHSCORES')
local rows, rank, last = {}, 0, nil
for i = 1, #found, 2 do
	local code, score = found[i]:sub(18), found[i + 1]
	if score ~= last then rank = redis.call('ZCOUNT', name, '-inf', '(' .. score) + 1 end
	last = score
	local before = ''
	if opening ~= '' then
		local member = memberOf(opening, code)
		if member then
			before = redis.call('ZCOUNT', opening, '-inf', '(' .. redis.call('ZSCORE', opening, member)) + 1
		end
	end
	rows[#rows + 1] = { code, rank, score, before }
end
return { redis.call('GET', KEYS[1]) or '0', size, rows }
`;

/** Forgets every ranking (or those not read since ARGV[1]); they are built again when asked for. */
export const FORGET = `
local names = ARGV[1] == '' and redis.call('ZRANGE', KEYS[1], 0, -1)
	or redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
for _, name in ipairs(names) do
	redis.call('UNLINK', name, name .. ':m')
	redis.call('ZREM', KEYS[1], name)
end
return #names
`;
