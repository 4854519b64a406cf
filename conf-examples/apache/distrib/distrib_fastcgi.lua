-- A FastCGI client (FastCGI 1.0): one responder, one request for each connection. Needs the package lua-socket.

local socket = require 'socket'
local unix = require 'socket.unix'

local fastcgi = {}

-- Whoever accepts the connection and has not answered after so long counts as down.
local seconds = 2

local begin_request, end_request, params, stdin, stdout = 1, 3, 4, 5, 6
local longest_content = 65535

local function record(kind, content)
    return string.pack('>BBI2I2BB', 1, kind, 1, #content, 0, 0) .. content
end

local function length(text)
    return #text < 128 and string.char(#text) or string.pack('>I4', #text | 0x80000000)
end

local function encoded(variables)
    local pairs_of_it = {}
    for name, value in pairs(variables) do
        pairs_of_it[#pairs_of_it + 1] = length(name) .. length(value) .. name .. value
    end
    local text = table.concat(pairs_of_it)
    local records = { record(begin_request, string.pack('>I2BI5', 1, 0, 0)) }
    for start = 1, #text, longest_content do
        records[#records + 1] = record(params, text:sub(start, start + longest_content - 1))
    end
    records[#records + 1] = record(params, '') .. record(stdin, '')
    return table.concat(records)
end

local function connected(address)
    local path = address:match('^unix:(.*)$')
    local host, port = address:match('^%[?(.-)%]?:(%d+)$')
    local connection, fault
    if path then
        connection = unix.stream()
    else
        connection = host:find(':', 1, true) and socket.tcp6() or socket.tcp4()
    end
    connection:settimeout(seconds)
    local success
    if path then
        success, fault = connection:connect(path)
    else
        success, fault = connection:connect(host, tonumber(port))
    end
    if success then return connection end
    connection:close()
    return nil, fault
end

-- The whole output; nil if the connection ends before the request does.
local function output(connection)
    local parts = {}
    local deadline = socket.gettime() + seconds
    while true do
        connection:settimeout(math.max(deadline - socket.gettime(), 0))
        local header, fault = connection:receive(8)
        if not header then return nil, fault end
        local _, kind, _, count, padding = string.unpack('>BBI2I2B', header)
        local content = ''
        if count + padding > 0 then
            content, fault = connection:receive(count + padding)
            if not content then return nil, fault end
        end
        if kind == stdout then parts[#parts + 1] = content:sub(1, count) end
        if kind == end_request then return table.concat(parts) end
    end
end

-- { status = 302, fields = { { "Location", "…" }, … }, body = "…" }
local function parsed(text)
    local head, body = text:match('^(.-)\r\n\r\n(.*)$')
    if not head then return nil, 'no header' end
    local answer = { status = 200, fields = {}, body = body }
    for line in (head .. '\r\n'):gmatch('(.-)\r\n') do
        local name, value = line:match('^([^:]+):%s*(.*)$')
        if not name then return nil, 'a malformed header' end
        if name:lower() == 'status' then
            answer.status = tonumber(value:match('^%d%d%d')) or 500
        else
            answer.fields[#answer.fields + 1] = { name, value }
        end
    end
    return answer
end

-- The answer to a request with these variables; or nil, and why there is none.
function fastcgi.ask(address, variables)
    local connection, fault = connected(address)
    if not connection then return nil, fault end
    -- A refusal may come before everything is sent, so the answer counts, not whether the sending went well.
    connection:send(encoded(variables))
    local text
    text, fault = output(connection)
    connection:close()
    if not text then return nil, fault end
    return parsed(text)
end

return fastcgi
