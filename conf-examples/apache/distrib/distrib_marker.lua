-- The marker in a request's target, and how it is cut out, exactly as the component does it: every segment of
-- the path (or, with "placement: query", every argument of the query) that begins with the marker's name
-- and "=", in any letter case, "=" also as "%3D", is the component's own, whatever follows.

local marker = {}

local function is_reserved(text, name)
    return #text > #name and text:sub(1, #name):lower() == name
        and (text:find('^=', #name + 1) or text:find('^%%3[dD]', #name + 1)) ~= nil
end

local function cut_path(path, name)
    path = path:gsub('/([^/]*)', function(segment)
        return is_reserved(segment, name) and '' or nil
    end)
    return path == '' and '/' or path
end

-- nil where nothing is left: "/a?Distrib=1" becomes "/a", but "/a?&Distrib=1" becomes "/a?".
local function cut_query(query, name)
    local kept = {}
    for argument in (query .. '&'):gmatch('([^&]*)&') do
        if not is_reserved(argument, name) then kept[#kept + 1] = argument end
    end
    return #kept > 0 and table.concat(kept, '&') or nil
end

-- The path and the query (nil without a "?") of a target without scheme and authority, cut.
function marker.cut(target, placement, name)
    local path, query = target:match('^([^?]*)%??(.*)$')
    if not target:find('?', 1, true) then query = nil end
    if placement == 'query' then
        if query then query = cut_query(query, name) end
    else
        path = cut_path(path, name)
    end
    return path, query
end

-- A target as the client sent it, without scheme and authority.
function marker.origin_form(target)
    local rest = target:match('^%a[%w+.-]*://[^/?]*(.*)$')
    if not rest then return target end
    return rest:sub(1, 1) == '/' and rest or '/' .. rest
end

-- What Apache makes of a path: decoded but for encoded slashes, without dot segments, slashes merged unless
-- "MergeSlashes Off" says otherwise. Its own rules judge this, so it has to be made anew of what is left
-- after the cut: where a marker stood before "..", another segment goes now.
function marker.decoded(path, merges_slashes)
    path = path:gsub('%%(%x%x)', function(digits)
        local character = string.char(tonumber(digits, 16))
        return character ~= '/' and character or nil
    end)
    if merges_slashes then path = path:gsub('/+', '/') end
    local segments = {}
    for segment in (path .. '/'):gmatch('([^/]*)/') do segments[#segments + 1] = segment end
    -- The first one is what stands before the first slash.
    local kept = { '' }
    for index = 2, #segments do
        local segment = segments[index]
        local is_dots = segment == '.' or segment == '..'
        if segment == '..' and #kept > 1 then kept[#kept] = nil end
        if not is_dots then
            kept[#kept + 1] = segment
        elseif index == #segments then
            kept[#kept + 1] = ''
        end
    end
    return #kept > 1 and table.concat(kept, '/') or '/'
end

return marker
