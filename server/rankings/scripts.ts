/**
 * What Redis does atomically. Scores are negated values, so that ascending order is the order of the
 * board; a member is `<reached, 16 digits>:<code>`, so that equal values stand by who got there first and
 * then by code (STAND-2). The hash `<name>:m` holds, per code, the position of its last write and its
 * member; `!generation` says of which people, targets and calendar it is, `!ready` that its build is done,
 * and `!sold` that somebody in it has entries. A flush takes all of that away together, so a half-known ranking cannot look like a whole one
 * (RANK-4).
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
	if tonumber(reached) > 0 then redis.call('HSET', name .. ':m', '!sold', 1) end
end
`;

/**
 * KEYS: position, registry, generation. ARGV: name, the generation it should be of at least, now, start
 * position. Registers a build; from now on the projector keeps the ranking up. What is there of an older
 * generation goes; a build under way that is new enough is joined: whoever fills it fills in the same.
 * Returns the generation of the build.
 */
export const BEGIN = `
redis.call('SET', KEYS[1], ARGV[4], 'NX')
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
local name, wanted = ARGV[1], tonumber(ARGV[2])
local known = redis.call('HGET', name .. ':m', '!generation')
if known and tonumber(known) >= wanted then return tonumber(known) end
local generation = tonumber(redis.call('GET', KEYS[3]) or '0')
-- A flush took the counter away: it must not count from the start again.
if generation < wanted then
	generation = wanted
	redis.call('SET', KEYS[3], generation)
end
redis.call('UNLINK', name, name .. ':m')
redis.call('HSET', name .. ':m', '!generation', generation)
return generation
`;

/** ARGV: name, generation, position, ready (0 or 1), then code, score, reached for each subject. 0: the build was overtaken. */
export const FILL = `
${PUT}
local name = ARGV[1]
if redis.call('HGET', name .. ':m', '!generation') ~= ARGV[2] then return 0 end
for i = 5, #ARGV, 3 do put(name, ARGV[3], ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
if ARGV[4] == '1' then redis.call('HSET', name .. ':m', '!ready', 1) end
return 1
`;

/** The rankings of the registry: name, generation, name, generation … */
export const KEPT = `
local kept = {}
for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
	local generation = redis.call('HGET', name .. ':m', '!generation')
	if generation then
		kept[#kept + 1] = name
		kept[#kept + 1] = generation
	end
end
return kept
`;

/**
 * ARGV: the position that Redis should be at, the position it then is at, the channel, and per ranking:
 * name, generation, number of subjects, then code, score, reached for each. A ranking that is of another
 * generation by now was begun after the entries, and has them. Returns Redis' own position where it is
 * another one: what was written since is lost (or another projector is ahead), and nothing is changed.
 */
export const APPLY = `
${PUT}
local at = redis.call('GET', KEYS[1])
if at and at ~= ARGV[1] then return at end
redis.call('SET', KEYS[1], ARGV[2])
local i = 4
while i <= #ARGV do
	local name, count = ARGV[i], tonumber(ARGV[i + 2])
	local kept = redis.call('HGET', name .. ':m', '!generation') == ARGV[i + 1]
	i = i + 3
	for _ = 1, count do
		if kept then put(name, ARGV[2], ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
		i = i + 3
	end
end
redis.call('PUBLISH', ARGV[3], ARGV[2])
return false
`;

/**
 * KEYS: position, generation. ARGV: name, name of the opening ranking or '', first index, count, code to
 * centre on or '', the generation that suffices or '' for the present one, and '1' for a measure that is
 * not 0 for those who sold nothing. Returns { 'cold', name,
 * generation } when a ranking is not there in that generation, else { position, size, rows }; a row is
 * { code, rank, score, opening rank or '' }.
 */
export const READ = `
local name, opening = ARGV[1], ARGV[2]
local wanted = tonumber(ARGV[6] ~= '' and ARGV[6] or redis.call('GET', KEYS[2]) or '0')
local function isCold(ranking)
	local generation, ready = unpack(redis.call('HMGET', ranking .. ':m', '!generation', '!ready'))
	return not ready or tonumber(generation) < wanted
end
if isCold(name) then return { 'cold', name, wanted } end
if opening ~= '' and isCold(opening) then return { 'cold', opening, wanted } end
local first, count = tonumber(ARGV[3]), tonumber(ARGV[4])
-- While nobody has anything from before today there is nothing to compare with (STAND-7).
if opening ~= '' then
	local any
	if ARGV[7] == '1' then any = redis.call('HEXISTS', opening .. ':m', '!sold') == 1
	else any = redis.call('ZCOUNT', opening, '-inf', '(0') + redis.call('ZCOUNT', opening, '(0', '(+inf') > 0 end
	if not any then opening = '' end
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

/** Lets go the rankings that were not read since ARGV[1]; they are built again when asked for. */
export const PRUNE = `
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
for _, name in ipairs(names) do
	redis.call('UNLINK', name, name .. ':m')
	redis.call('ZREM', KEYS[1], name)
end
return #names
`;
